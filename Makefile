# Every target works from a fresh clone: what is missing is installed first, what is up to date is left alone.
# Python 3.11+ and Node.js 20+ are the only things expected to be there.

PYTHON ?= python3
PORT ?= 4566
GAMEDAY ?= bad-deploy
APPROVE ?= rest
NAME ?=
ROLE ?= responder
ENV ?= dev
ARGS ?=

IN_VENV = $(PYTHON) -m local.bootstrap

.DEFAULT_GOAL := help
.PHONY: help run gameday token record test lint format synth deploy bench calibrate scorecard scenarios clean install

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the local cloud, deploy, play a game day, stay up (GAMEDAY=none|name PORT=4566 APPROVE=rest|manual LLM_URL=)
	@$(IN_VENV) local run --port $(PORT) --gameday $(GAMEDAY) --approve $(APPROVE) $(ARGS)

gameday: ## play a game day against the running application (NAME=bad-deploy|bad-deploy-wrong-fix|noisy-alarm)
	@$(IN_VENV) local gameday --approve $(APPROVE) $(or $(NAME),$(GAMEDAY))

token: ## print a JWT of the running application's user with that role (ROLE=viewer|responder|admin)
	@$(IN_VENV) local token $(ROLE)

record: ## play game days against the running application and keep them in scenarios/recordings (NAME=one of them)
	@$(IN_VENV) local record $(NAME)

test: ## everything CI runs (ARGS= is passed on to pytest)
	@$(IN_VENV) local test -- $(ARGS)

lint: ## style, types, import rules and contract drift
	@$(IN_VENV) local lint

format: ## format the Python sources and fix what can be fixed by machine
	@$(IN_VENV) ruff check --fix --quiet . ; $(IN_VENV) ruff format .

synth: ## synthesise one environment's templates into cdk.out (ENV=dev|staging|prod|local)
	@$(IN_VENV) local cdk synth $(ENV) -- $(ARGS)

deploy: ## deploy one environment into your own AWS account (ENV=dev|staging|prod)
	@$(IN_VENV) local cdk deploy $(ENV) -- $(ARGS)

bench: ## run the benchmarks
	@$(IN_VENV) pytest benchmarks $(ARGS)

calibrate: ## fit the engine's confidence to how often it is right (evidence/calibration.json)
	@$(IN_VENV) scripts.calibrate $(ARGS)

scorecard: ## judge the evidence engine on every case and write docs/scorecard.* (ARGS=--help for more)
	@$(IN_VENV) scripts.scorecard $(ARGS)

scenarios: ## run the agents over the scenarios of /transparency; asks AWS, or the stand-ins (ARGS=--local, ARGS=--help)
	@$(IN_VENV) scripts.generate_transparency_scenarios $(ARGS)

install: ## install the Python packages and nothing else
	@$(IN_VENV)

clean: ## remove what was built, installed and left by runs
	rm -rf .venv .local .build node_modules dashboards/node_modules dashboards/dist cdk.out .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
