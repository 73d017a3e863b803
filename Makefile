# Everything that is done with this repository, by name. `make help` lists it.

.DEFAULT_GOAL := help
.PHONY: help demo test test-matrix test-tsan test-asan test-hiredis-1 test-servers servers generate fuzz bench format lint \
	bootstrap

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: bootstrap ## See an application keep answering through an outage of its Redis
	swift run -c release --package-path Examples/OutageDemo

test: bootstrap ## Build and run all tests
	scripts/test

test-matrix: bootstrap ## Only the fault matrix: every fault in every position, cuts after every byte, random plans
	swift test --disable-xctest --filter '^FaultMatrixTests\.'

test-tsan: bootstrap ## The tests under the Thread Sanitizer
	TSAN_OPTIONS=suppressions=$(CURDIR)/scripts/tsan-suppressions.txt:print_suppressions=0 \
		scripts/test --sanitize=thread --scratch-path .build/tsan -Xswiftc -DTHREAD_SANITIZER

# The quarantine of freed memory is small, because a test compares resident memory.
test-asan: bootstrap ## The tests under the Address and Leak Sanitizer
	ASAN_OPTIONS=quarantine_size_mb=16 \
	LSAN_OPTIONS=suppressions=$(CURDIR)/scripts/lsan-suppressions.txt:print_suppressions=0 \
		scripts/test --sanitize=address --scratch-path .build/asan

test-hiredis-1: bootstrap ## The tests with hiredis 1.2.0 instead of the system's
	scripts/test-hiredis-1

fuzz: bootstrap ## Fuzz the reply reader for ten minutes; FUZZ_SECONDS changes the time
	scripts/fuzz $(or $(FUZZ_SECONDS),600)

servers: ## Build Redis 8.0, Valkey 8.1 and Valkey 9 into .cache/servers
	scripts/servers

test-servers: bootstrap ## The command tests over every server that is built
	scripts/test-servers

generate: ## Write the generated commands from the tables and definitions in Sources/CommandGenerator
	scripts/generate

bench: bootstrap ## Measure against redis-benchmark and redis-py; prints CSV
	Benchmarks/run

format: ## Format the Swift sources
	scripts/format

lint: ## Check style, documentation and leftovers
	scripts/lint

bootstrap: ## Install what is missing on this machine
	@scripts/bootstrap
