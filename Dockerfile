# The image of reconciler: docker build --tag reconciler .
#     docker run --rm --volume "$PWD:/work" --user "$(id -u)" reconciler validate
#
# Everything from PyPI is locked by version and hash. The base is named by its tag alone: to fix it, write the digest that your
# registry shows behind it, in both lines: python:3.11-slim-bookworm@sha256:…
FROM python:3.11-slim-bookworm AS build

ENV VENV=/opt/reconciler PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1
WORKDIR /build
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python3 -m venv builder && builder/bin/pip install --no-deps --require-hashes -r requirements/build.txt
RUN python3 -m venv "$VENV" && "$VENV/bin/pip" install --no-deps --require-hashes -r requirements/runtime.txt
COPY LICENSE README.md pyproject.toml ./
COPY ci ci
COPY schemas schemas
COPY reconciler reconciler
RUN builder/bin/hatchling build --target wheel && "$VENV/bin/pip" install --no-deps --no-index dist/*.whl

FROM python:3.11-slim-bookworm

# bash and python3, which the scripts in ci/ take beside git, are in the base.
# hadolint ignore=DL3008  # Debian keeps one version of git, the one with all corrections: a pin would soon not be there
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 1000 --create-home reconciler
ENV VENV=/opt/reconciler
COPY --from=build $VENV $VENV
ENV PATH=$VENV/bin:$PATH
WORKDIR /work
USER 1000
ENTRYPOINT ["reconciler"]
