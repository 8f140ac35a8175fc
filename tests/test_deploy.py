"""What deploy/ and docker-compose.yml name exists: every command, option, file, variable, package and role."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from django.core.management import get_commands

from portal import bootstrap
from portal.embedded_postgres import APP, GRANTS, OWNER, Postgres
from portal.embedded_servers import find_binaries, free_port

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OWN = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ")
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def example_variables() -> set[str]:
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def test_the_services_are_those_of_the_production_shape() -> None:
    assert set(SERVICES) == {"postgres", "redis", "migrate", "web", "worker", "beat", "rehearsal", "nginx"}
    assert set(OWN) == {"migrate", "web", "worker", "beat", "rehearsal"}
    assert "name" not in COMPOSE  # docker-compose 1.29 refuses it


def test_docker_compose_accepts_the_file() -> None:
    done = run("docker-compose", "config", "--quiet")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_every_variable_is_in_the_example_and_every_example_is_used() -> None:
    text = "\n".join(
        line.partition(" #")[0] for line in (ROOT / "docker-compose.yml").read_text().splitlines() if line[:1] != "#"
    )
    assert set(VARIABLE.findall(text)) == example_variables()


def test_no_secret_has_a_value_in_the_example_or_a_default_in_compose() -> None:
    secret = re.compile(r"(SECRET|PASSWORD)")
    filled = [
        line for line in (ROOT / "deploy" / "env.example").read_text().splitlines() if re.match(r"[A-Z_]+=.", line)
    ]
    assert [line for line in filled if secret.search(line)] == []
    text = (ROOT / "docker-compose.yml").read_text()
    assert re.findall(r"(?<!\$)\$\{\w*(?:SECRET|PASSWORD)\w*:-[^}]+\}", text) == []


@pytest.mark.parametrize("name", sorted(OWN))
def test_every_setting_a_container_gets_is_read_by_the_settings(name: str) -> None:
    settings = (ROOT / "portal" / "settings.py").read_text()
    read = set(re.findall(r"(?:env\.\w+|database)\(\s*\"([A-Z_]+)\"", settings))
    assert set(OWN[name]["environment"]) - read == set()


def test_only_what_makes_and_migrates_databases_holds_the_owners_login() -> None:
    holders = {name for name, service in OWN.items() if "DATABASE_OWNER_URL" in service["environment"]}
    serving = {name for name, service in OWN.items() if service["environment"].get("PORTAL_SERVING") == "1"}
    assert (holders, serving) == ({"migrate", "rehearsal"}, {"web", "worker", "beat"})


def test_every_mounted_and_built_file_exists() -> None:
    mounts = [v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if v.startswith("./")]
    assert mounts == ["./deploy/postgres/10-roles.sh", "./deploy/nginx/pinbang.conf"]
    built = [str(Path(s["build"]["context"]) / s["build"]["dockerfile"]) for s in OWN.values()]
    assert [path for path in [*mounts, *built] if not (ROOT / path).is_file()] == []
    assert os.access(ROOT / mounts[0], os.X_OK)


def test_every_named_volume_and_network_is_declared() -> None:
    volumes = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if re.match(r"[a-z]+:", v)}
    networks = {network for service in SERVICES.values() for network in service["networks"]}
    assert (volumes, networks) == (set(COMPOSE["volumes"]), set(COMPOSE["networks"]))
    assert {d for s in SERVICES.values() for d in s.get("depends_on", {})} <= set(SERVICES)


def test_the_containers_run_programs_with_options_that_exist() -> None:
    for service in OWN.values():
        program, *arguments = service["command"]
        if program == "python":
            assert arguments[0] == "manage.py"
            assert arguments[1] in get_commands()
            known = run(sys.executable, "manage.py", arguments[1], "--help").stdout
        elif program == "celery":
            app, subcommand, *_ = arguments
            module, _, attribute = app.partition("=")[2].partition(":")
            assert getattr(import_module(module), attribute).main == "portal"
            known = run(sys.executable, "-m", "celery", subcommand, "--help").stdout + " --app"
        else:
            assert program == "gunicorn"
            module, _, attribute = arguments[0].partition(":")
            assert callable(getattr(import_module(module), attribute))
            known = run(sys.executable, "-m", "gunicorn", "--help").stdout
        options = {a.partition("=")[0] for a in arguments if a.startswith("--")}
        assert {option for option in options if option not in known} == set(), program


def test_the_health_checks_ask_addresses_that_exist() -> None:
    from django.urls import resolve

    script = SERVICES["web"]["healthcheck"]["test"][2]
    addresses = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", (ROOT / script).read_text())
    assert [resolve(address).url_name for address in addresses] == ["readyz"]
    assert "--bind=0.0.0.0:8000" in SERVICES["web"]["command"]


def test_nginx_passes_to_web_and_finds_its_certificate_where_it_is_mounted() -> None:
    text = (ROOT / "deploy" / "nginx" / "pinbang.conf").read_text()
    assert re.findall(r"server (\w+:\d+);", text) == ["web:8000"]
    assert set(re.findall(r"proxy_pass http://(\w+);", text)) == set(re.findall(r"upstream (\w+) ", text))
    mounted = {v.split(":")[-2] for v in SERVICES["nginx"]["volumes"] if ":/etc/nginx/tls" in v}
    assert {str(Path(p).parent) for p in re.findall(r"ssl_certificate(?:_key)? +(\S+);", text)} == mounted
    assert text.count("{") == text.count("}")


def test_the_image_installs_the_libraries_that_set_up_checks_and_the_runtime_lock() -> None:
    installed = re.search(r"--no-install-recommends ([^&]+)&&", DOCKERFILE)
    assert installed is not None
    assert installed[1].split() == [need.package for need in bootstrap.PDF_NEEDS]
    copied = [w for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M) for w in line.split()[:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert "pip install --require-hashes -r requirements.lock" in DOCKERFILE


def test_the_images_build_step_collects_static_files_without_services(tmp_path: Path) -> None:
    build = re.search(r"^RUN ((?:[A-Z_]+=\S+ +)+)python (manage\.py .+?) +&&", DOCKERFILE, re.M)
    assert build is not None
    given = dict(pair.split("=", 1) for pair in build[1].split())
    given |= {"STATIC_ROOT": str(tmp_path), "PORTAL_BOOTSTRAP": "off", "PINBANG_STATE": str(tmp_path)}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, *shlex.split(build[2])]
    done = subprocess.run(command, cwd=ROOT, env={**kept, **given}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "staticfiles.json").is_file()


@pytest.fixture
def bare_server() -> Iterator[Postgres]:
    """A PostgreSQL as the image starts it: no role of ours, no database of ours."""
    folder = Path(tempfile.mkdtemp(prefix="pinbang-roles-")).resolve()
    folder.chmod(0o711)
    server = Postgres(find_binaries().postgres, folder, free_port(), "a-password", False)
    assert server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def test_the_role_script_makes_two_logins_with_the_rights_of_development(bare_server: Postgres) -> None:
    script = str(ROOT / "deploy" / "postgres" / "10-roles.sh")
    at = {"PGHOST": "127.0.0.1", "PGPORT": str(bare_server.port), "PGPASSWORD": bare_server.password}
    at["PATH"] = f"{bare_server.bin}{os.pathsep}{os.environ['PATH']}"
    refused = run("sh", script, **at, PORTAL_OWNER_PASSWORD="", PORTAL_APP_PASSWORD="b")
    assert (refused.returncode != 0, "is empty" in refused.stderr) == (True, True)
    done = run("sh", script, **at, PORTAL_OWNER_PASSWORD="it's", PORTAL_APP_PASSWORD="b")
    assert done.returncode == 0, done.stderr
    where = {"host": "127.0.0.1", "port": bare_server.port, "dbname": "portal"}
    with psycopg2.connect(user=OWNER, password="it's", **where) as owner, owner.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id bigserial)")
    owner.close()
    rights = "select rolname, rolcreatedb, rolsuper, rolbypassrls from pg_roles where rolname = any(%s) order by 1"
    app = psycopg2.connect(user=APP, password="b", **where)
    with app, app.cursor() as cursor:
        cursor.execute(rights, [[OWNER, APP]])
        assert cursor.fetchall() == [(APP, False, False, False), (OWNER, True, False, False)]
    with app, app.cursor() as cursor:
        cursor.execute("INSERT INTO thing DEFAULT VALUES RETURNING id")
        assert cursor.fetchall() == [(1,)]
    for sql in ("TRUNCATE thing", "CREATE TABLE other (id int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), app, app.cursor() as cursor:
            cursor.execute(sql)
    app.close()
    assert [sql for sql in GRANTS if f"{sql};" not in Path(script).read_text()] == []
