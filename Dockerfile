# A service that uses ResilientRedis, in two stages: a build image with the toolchain and the headers, and a run image with
# the shared libraries only. As it stands it builds this repository's command-line tool:
#
#     docker build -t resilient-redis . && docker run --rm -e REDIS_URL=redis://host:6379 resilient-redis config
#
# For your own service, copy it (and .dockerignore) beside your Package.swift and set PRODUCT. `scripts/check-dockerfile`
# checks the names of the packages, and that the run image has just the libraries that the program needs.

ARG SWIFT_VERSION=6.2

FROM swift:${SWIFT_VERSION}-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libhiredis-dev \
        libssl-dev \
        pkg-config \
        zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies are resolved first, so that a change of the sources does not fetch them again.
COPY Package.* ./
RUN swift package resolve
COPY . .
ARG PRODUCT=resilient-redis
# Swift's own libraries are linked into the program; the run image needs no Swift.
RUN swift build -c release --static-swift-stdlib --product "${PRODUCT}" \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/${PRODUCT}" /out/service

FROM debian:bookworm-slim
# The libraries that the program loads, and the certificate authorities for TLS.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        libhiredis0.14 \
        libssl3 \
        zlib1g \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --no-create-home --shell /usr/sbin/nologin service
COPY --from=build /out/service /usr/local/bin/service
USER service
ENTRYPOINT ["/usr/local/bin/service"]
