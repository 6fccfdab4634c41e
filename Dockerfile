# Production image: web, worker and beat differ by their command only (docker-compose.yml).

FROM node:24-bookworm AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY hospital_qs/__init__.py hospital_qs/assets.py hospital_qs/
RUN python3 -m hospital_qs.assets build


FROM python:3.11-slim-bookworm AS application
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=hospital_qs.settings.production \
    FILES_DIR=/var/lib/hospital-qs/files
RUN groupadd --system --gid 10001 hospital && useradd --system --uid 10001 --gid hospital --no-create-home hospital \
    && install -d -o hospital -g hospital -m 0700 /var/lib/hospital-qs /var/lib/hospital-qs/files /var/lib/hospital-qs/beat
WORKDIR /srv/hospital-qs

# Exactly what the lock names, by hash; nothing of the development group.
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock

COPY manage.py pyproject.toml ./
COPY policy_texts policy_texts
COPY infrastructure infrastructure
COPY organizations organizations
COPY campaigns campaigns
COPY rectification rectification
COPY inspections inspections
COPY ethics_scoring ethics_scoring
COPY hospital_qs hospital_qs
COPY templates templates
COPY static static
COPY --from=assets /build/static/vendor static/vendor

# The values serve this one command and are in no layer afterwards.
RUN SECRET_KEY=build SEALING_KEYS=build ALLOWED_HOSTS=build DATABASE_URL=postgres:///build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput

USER hospital
EXPOSE 8000
CMD ["python", "-m", "hospital_qs.web", "--listen", "0.0.0.0:8000", "--threads", "8"]
