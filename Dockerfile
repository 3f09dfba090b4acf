# One image, many roles: docker-compose.yml says which database role and which keys each container gets.
FROM node:24-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.12-slim AS packages
COPY requirements-production.lock /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements-production.lock

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sotto
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings
WORKDIR /srv/sotto
COPY --from=packages /venv /venv
COPY --from=front /front/node_modules ./node_modules
COPY manage.py ./
COPY config ./config
COPY annotation ./annotation
COPY redaction ./redaction
COPY accounts ./accounts
COPY audit ./audit
COPY foundation ./foundation
COPY templates ./templates
COPY static ./static
# What is not there yet, what cannot be done, which test shows what: the impact assessment takes it from here.
COPY README.md ./
COPY docs/asvs.md ./docs/
COPY docs/guides ./docs/guides
# Static files are part of the image, so that the root file system can be read-only; clips and sealer state are volumes.
RUN SOTTO_OFFLINE=1 python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/clips var/sealer var/log-archive var/witness var/mail var/watcher \
    && chown -R sotto:sotto var/clips var/sealer var/log-archive var/witness var/mail var/watcher \
    && python -m compileall -q .
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "manage.py", "health", "web"]
CMD ["gunicorn", "config.wsgi:application", "--config", "config/gunicorn.py", "--bind", "0.0.0.0:8000"]
