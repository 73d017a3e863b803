"""Child processes that cannot outlive the benchmark: the private server and the programs that measure."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import redis


class Broken(Exception):
    """A measurement that could not be made."""


LIBRARY = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def die_with_parent():
    """Runs in the child: the kernel ends it when this process ends, however that happens."""
    if sys.platform == "linux":
        LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class RefusedPort:
    """A port that nobody listens on, kept from others as long as this exists."""

    def __enter__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        return self.socket.getsockname()[1]

    def __exit__(self, *_):
        self.socket.close()


def free_port():
    with RefusedPort() as port:
        return port


class Server:
    """A private redis-server on a free port, without persistence."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="redis-bench-")
        for _ in range(5):
            self.port = free_port()
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
                 "--dir", self.folder, "--loglevel", "warning"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                preexec_fn=die_with_parent)
            if self.answers():
                return self
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        raise Broken("redis-server does not start")

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        # Works on a stopped process as well.
        self.process.kill()
        self.process.wait()

    def answers(self):
        for _ in range(100):
            if self.process.poll() is not None:
                return False
            try:
                with self.client() as client:
                    return client.info("server")["process_id"] == self.process.pid
            except redis.exceptions.RedisError:
                time.sleep(0.05)
        return False

    def client(self):
        return redis.Redis(port=self.port, socket_timeout=10)


class Usage:
    """What a finished child has used: seconds of processor time and KiB of memory at its peak."""

    def __init__(self, cpu_seconds, peak_kilobytes):
        self.cpu_seconds = cpu_seconds
        self.peak_kilobytes = peak_kilobytes


def peak_kilobytes(process_id):
    """A running process' peak. From /proc, as the value that wait gives may be this process' own."""
    try:
        with open(f"/proc/{process_id}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def run(command, limit):
    """Runs a program to its end; returns what it printed and used.

    Raises Broken with what it said when it fails or takes longer than the limit in seconds.
    """
    name = " ".join(os.path.basename(part) for part in command[:2])
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, preexec_fn=die_with_parent)
        is_late = threading.Event()

        def too_late():
            is_late.set()
            process.kill()

        timer = threading.Timer(limit, too_late)
        timer.start()
        try:
            peak, usage = 0, None
            while usage is None:
                peak = max(peak, peak_kilobytes(process.pid))
                time.sleep(0.1)
                ended, status, children = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    process.returncode = os.waitstatus_to_exitcode(status)
                    usage = Usage(children.ru_utime + children.ru_stime, peak)
        finally:
            timer.cancel()
            if process.returncode is None:
                process.kill()
                process.wait()
        output.seek(0)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
        if is_late.is_set():
            raise Broken(f"{name} did not end within {limit:.0f} s and was killed. {said}")
        if process.returncode != 0:
            raise Broken(f"{name} ended with status {process.returncode}: {said}")
        return output.read().decode(), usage
