# The service on Node: docs/deploy.md says how to build and run it.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The packages bring the Node that the service runs on: what is left of how it came here would double the image.
RUN npm ci --omit=dev && rm -rf node_modules/node/node_modules

FROM debian:bookworm-slim
# What that Node is linked with and a slim Debian may lack.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libatomic1 libstdc++6 \
  && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin harkara \
  && install --directory --owner=harkara --group=harkara /content /data

WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY src src
COPY migrations migrations
COPY --chown=harkara:harkara content /content

ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=8787 \
  CONTENT_DIR=/content
VOLUME ["/content", "/data"]
USER harkara
EXPOSE 8787

# It has no curl, and needs none.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node_modules/.bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node_modules/.bin/node", "src/server.ts"]
