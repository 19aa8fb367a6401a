# Web and worker in one image; compose.yaml starts one of each beside PostgreSQL.
FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home lonja
WORKDIR /opt/lonja
COPY --chown=lonja . .
RUN chown lonja . && mkdir -p /var/lib/lonja && chown lonja /var/lib/lonja
USER lonja
ENV LONJA_DATA=/var/lib/lonja
# The translations are compiled into the image: what the set-up writes outside its volume, it takes along.
RUN ./lonja --version && LONJA_DATA=/tmp/build ./lonja manage translations && rm -r /tmp/build
VOLUME /var/lib/lonja
EXPOSE 8000
CMD ["./lonja", "serve", "--host", "0.0.0.0"]
