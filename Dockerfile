# The product as one image: web, worker, beat and one-off commands differ only in their command.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt requirements-optional.txt /tmp/
RUN /venv/bin/pip install -r /tmp/requirements.txt -r /tmp/requirements-optional.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data MEDIA_ROOT=/data/media STATIC_ROOT=/app/collected \
    STATICFILES_STORAGE=betterwork.static_storage.CompressedHashedStaticFiles
# pg_dump and pg_restore of the server's version, for manage.py backup and restore
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /data betterwork
COPY --from=build /venv /venv
COPY . /app
WORKDIR /app
# a key is asked for at every start; this one serves the build alone
RUN python -c 'import sys; sys.path.insert(0, "scripts"); import prepare; prepare.compile_translations()' \
    && SECRET_KEY=only-for-the-build VAR_DIR=/tmp/build python manage.py collectstatic --noinput -v0 \
    && python -m compileall -q -x '/(tests|benchmarks)/' . \
    && mkdir -p /data/media && chown -R betterwork:betterwork /data
USER betterwork
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "scripts/ready.py", "8000"]
CMD ["gunicorn", "betterwork.wsgi", "-b", "0.0.0.0:8000", "-w", "3", "-k", "gthread", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-"]
