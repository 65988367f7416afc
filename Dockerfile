# The service on Node: docs/deploy.md says how to build and run it.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No script is needed to build it: those bring browsers and a Node of their own.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json tsdown.config.ts ./
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin harkara \
  && install --directory --owner=harkara --group=harkara /content /data

WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
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
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
