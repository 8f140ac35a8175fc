"""What `manage.py` does before Django loads its settings: pick the mode, the port, and the services."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import sys
from collections.abc import Collection, Sequence

from portal import embedded
from portal.embedded_servers import EmbeddedError, can_bind, free_port

DEFAULT_PORT = 8000
PORTS_TRIED = 20
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 (only when the user asks for it)
HELP = {"-h", "--help", "--version"}


def prepare(arguments: Sequence[str], *, without_services: Collection[str], in_test_mode: Collection[str]) -> None:
    """Export what settings read. Ends the program with status 1 and one line where services cannot run."""
    command = arguments[0] if arguments else "help"
    if command in without_services or HELP & set(arguments):
        return
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that exit hooks stop services
    try:
        if command in in_test_mode:
            os.environ["PORTAL_MODE"] = "test"
        if command == "demo":
            prepare_demo(arguments[1:])
        mode = os.environ.get("PORTAL_MODE", "demo")
        if mode in embedded.MODES:
            embedded.export_environment(mode)
        if mode == "demo":  # one clock for all processes of the demo, moved on the page /demo/clock/
            os.environ.setdefault("PORTAL_CLOCK_FILE", str(embedded.state_folder(mode="demo") / "clock"))
    except EmbeddedError as error:
        print(f"[setup] {error}", file=sys.stderr)
        raise SystemExit(1) from None


def demo_parser(parser: argparse.ArgumentParser) -> None:
    """The options of `demo`, read here for what settings need and by the command for the rest."""
    parser.add_argument("--check", action="store_true", help="start everything, smoke-test it, stop, exit 0 or 1")
    parser.add_argument("--reset", action="store_true", help="remove the demo's data and begin anew")
    parser.add_argument("--port", type=int, help=f"default {DEFAULT_PORT}, or the next free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 opens it to the network")


def choose_port(wanted: int | None, *, is_check: bool) -> int:
    """A port nobody listens on. Raises EmbeddedError when the one asked for is taken."""
    if wanted is not None:
        if not can_bind(wanted):
            raise EmbeddedError(f"port {wanted} is taken: name another with --port")
        return wanted
    if is_check:
        return free_port()
    return next((p for p in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if can_bind(p)), None) or free_port()


def prepare_demo(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(add_help=False)
    demo_parser(parser)
    options, _ = parser.parse_known_args(arguments)
    if os.environ.get("PORTAL_MODE", "demo") != "demo":
        raise EmbeddedError("demo runs in PORTAL_MODE=demo only: unset PORTAL_MODE")
    if options.reset:
        if any(os.environ.get(name) for name in embedded.ADDRESSES):
            raise EmbeddedError("--reset removes embedded data only; DATABASE_URL points to services of your own")
        embedded.reset(mode="demo")
        for name in ("media", "mail"):  # what was uploaded and mailed goes with the rows that name it
            shutil.rmtree(embedded.state_folder(mode="demo") / name, ignore_errors=True)
        (embedded.state_folder(mode="demo") / "clock").unlink(missing_ok=True)
    port = choose_port(options.port, is_check=options.check)
    os.environ["PORTAL_PORT"] = str(port)
    is_open = options.host == ANY_ADDRESS
    if options.host not in ("127.0.0.1", "localhost"):
        os.environ.setdefault("ALLOWED_HOSTS", "*" if is_open else f"{options.host},localhost,127.0.0.1")
    if not options.check:  # addresses in documents made now must not name the port of a short check
        name = "localhost" if options.host == "127.0.0.1" else socket.gethostname() if is_open else options.host
        os.environ.setdefault("PORTAL_BASE_URL", f"http://{name}:{port}")
