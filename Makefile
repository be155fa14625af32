# Stellwerk: `make` lists what there is. `make run` and `make test` are all a newcomer needs: Go, make and a package manager.

SHELL      := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
ADDR       ?= 127.0.0.1:8080
DATA       ?= data
SITE       := build/site
ARTIFACTS  ?= build/artifact
SERVER     := build/stellwerk
GO         ?= go
HISTORIES  ?= 10000
GOSOURCES  := $(shell find app functions infra shared -name '*.go' -o -name '*.txt' -o -name '*.gcs' 2>/dev/null)
WEBSOURCES := $(shell find web -type f 2>/dev/null)

.PHONY: help run artifact lint-template deploy destroy test test-go test-storage test-storage-moto check e2e shots screens lighthouse speed start bench bench-app bench-sync load release keep openapi cost made histories mutants mutants-histories site clean build-Api build-Stream build-Clock build-Workbooks

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(SITE)/.made $(SERVER) $(if $(ARTIFACT),artifact) ## build and run the cockpit with an embedded database: http://127.0.0.1:8080. ARTIFACT=1 runs the deployed programs
	$(SERVER) --addr $(ADDR) --data $(DATA) --site $(SITE) $(if $(ARTIFACT),--artifact $(ARTIFACTS))

test: test-go e2e ## set up and pass all tests

test-go: ## the Go tests
	$(GO) test ./...

test-storage: ## the storage contract against DYNAMODB_ENDPOINT, by default the embedded engine
	$(GO) test -count=1 ./functions/internal/table/...

e2e: site $(SERVER) ## the app in Chromium; installs what is missing
	app/e2e/run

shots: site $(SERVER) ## pictures of every specimen, every page in every state and every mail, in build/shots
	app/e2e/run shots.mjs

screens: site $(SERVER) ## remake the pictures and shortcut icons of the manifest, and the README's pictures, from the running demo: web/screens, web/icons, docs
	app/e2e/run screens.mjs

lighthouse: site $(SERVER) ## Lighthouse on sign-in and members: accessibility and best practices have to be 100
	app/e2e/run lighthouse.mjs

speed: $(SERVER) ## how fast the first pages are on a phone network and a slow processor, against the budget
	$(GO) run ./infra/site -release -out build/release
	app/e2e/run speed.mjs

start: site $(SERVER) ## how soon the app is there while the server is stopped, against the budget
	app/e2e/run start.mjs

test-storage-moto: ## the storage contract against moto, a stand-in for AWS that is installed if need be
	@infra/test-storage-moto

check: ## format, vet, staticcheck, house rules, other platforms, WASM size, generated files
	@test -z "$$(gofmt -l app functions infra shared)" || { echo "not formatted; run gofmt -w on:"; gofmt -l app functions infra shared; exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./app/... ./shared/...
	$(GO) tool staticcheck ./...
	$(GO) mod tidy -diff
	$(GO) test ./infra/house ./shared/text
	GOOS=js GOARCH=wasm $(GO) build ./shared/...
	@mkdir -p build/deployed
	@for f in Api Stream Clock Workbooks; do $(MAKE) -s build-$$f ARTIFACTS_DIR=build/deployed && n=$$(($$(wc -c < build/deployed/bootstrap))) && echo "$$f: $$n bytes, budget 16000000" && [ $$n -le 16000000 ] || exit 1; done
	GOOS=linux GOARCH=arm64 $(GO) build -trimpath ./shared/... ./functions/...
	$(MAKE) site
	$(GO) run ./infra/site/size
	$(MAKE) -s openapi made
	@git diff --exit-code --stat -- docs/openapi.json app/ui/icons_made.go web/css/00-kit.css web/fonts web/icons shared/password/common || { echo "what is made was not current: commit the above"; exit 1; }

bench: ## benchmarks, and the budgets of the deployed programs: what was measured is printed. Leave the machine alone meanwhile
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 20m ./functions/local
	$(GO) test -p 1 -run '^$$' -bench . -benchtime 1s $$($(GO) list ./shared/... ./functions/... ./infra/... | grep -v 'functions/local$$')

release: ## for each platform one program that carries the web app, what is in it, and checksums, in build/dist: VERSION=1.2.3
	$(GO) run ./infra/site -release -out build/release
	$(GO) run ./infra/release $(if $(VERSION),-version $(VERSION))
	@cd build/dist && sha256sum -c SHA256SUMS

keep: ## keep data that this version writes as test data, which every later one has to open: VERSION=1.2.3
	$(GO) test -count=1 ./functions/local -run TestDataOfEachVersionIsOpened -keep $(VERSION)

load: $(SERVER) ## 1,000 clients of 50 organisations for a minute against one process, which is held to budgets; KILL=5s kills it again and again meanwhile, JUDGE=false only prints how fast it was
	$(GO) run ./infra/load $(if $(KILL),-kill $(KILL)) $(if $(JUDGE),-judge=$(JUDGE))

bench-app: site $(SERVER) ## what a key costs in the palette and in the list among 50,000 members, and a step in the tree of 5,000 groups and in previews, the memory, and how soon tabs see each other, in Chromium
	app/e2e/run palette.bench.mjs
	app/e2e/run reach.bench.mjs
	app/e2e/run list.bench.mjs
	app/e2e/run tabs.bench.mjs

bench-sync: site $(SERVER) ## the first sync of 10,000 members beside PouchDB's, and how soon 100 queued edits are with the server, in Chromium
	app/e2e/run sync.bench.mjs
	app/e2e/run edits.bench.mjs

cost: ## remake docs/cost.md and docs/cost.json: what requests and deeds cost, in organisations of 100 to 100,000 members
	$(GO) test -count=1 -timeout 60m ./functions/internal/httpapi -run TestCosts -cost.sizes 100,10000,100000 -cost.update

openapi: ## remake docs/openapi.json
	@mkdir -p build
	$(GO) run ./functions/internal/httpapi/openapi > build/openapi.json.new && mv build/openapi.json.new docs/openapi.json

made: ## remake what is committed and needs npm: Tabler's styles, the typeface, icons, the set of common passwords
	infra/kit/make.sh
	$(GO) run ./infra/icons
	$(GO) run ./infra/icons/mark
	infra/passwords/make.sh

histories: ## 10,000 seeded histories of devices, networks and people against the real server
	$(GO) test -count=1 -timeout 30m ./functions/internal/model/histories -run TestHistories -histories $(HISTORIES)

mutants: ## plant faults in the deeds and see whether the tests over HTTP find them (slow)
	$(GO) run ./functions/internal/model/mutants

mutants-histories: ## plant faults on both sides and see which history finds each (slow)
	$(GO) run ./functions/internal/model/histories/mutants

site: $(SITE)/.made ## build the web app into build/site

$(SITE)/.made: $(GOSOURCES) $(WEBSOURCES) go.mod
	$(GO) run ./infra/site -out $(SITE)
	@touch $@

$(SERVER): $(GOSOURCES) template.yaml go.mod
	@mkdir -p build
	$(GO) build -trimpath -o $@ ./functions/local

# What SAM builds of each function: one binary, for arm64. Huma's generic code and ours stay calls: what is copied into each of a hundred operations is half a megabyte.
PROGRAM = CGO_ENABLED=0 $(GO) build -trimpath -tags lambda.norpc -ldflags '-s -w' -gcflags='github.com/danielgtaylor/huma/...=-l' -gcflags='stellwerk/functions/...=-l'
build-Api build-Stream build-Clock build-Workbooks: build-%:
	GOOS=linux GOARCH=arm64 $(PROGRAM) -o $(ARTIFACTS_DIR)/bootstrap ./functions/$(shell echo $* | tr A-Z a-z)

artifact: ## build the functions as they are deployed, but for this machine, in build/artifact
	@for f in Api Stream Clock Workbooks; do $(PROGRAM) -o "$(ARTIFACTS)/$$f/bootstrap" ./functions/$$(echo $$f | tr A-Z a-z); done

lint-template: ## check template.yaml by cfn-lint and sam, which are installed if need be
	@infra/lint-template

deploy: ## bring it to AWS: make deploy ENV=example, DRY=1 only says what it would do
	@PATH="$(if $(DRY),,$$(infra/python aws):)$$PATH" $(GO) run ./infra/deploy $(if $(DRY),-dry-run) up $(ENV)

destroy: ## take it away from AWS again, after asking; data stays: make destroy ENV=example
	@$(GO) run ./infra/deploy $(if $(DRY),-dry-run) down $(ENV)

clean: ## remove what was built; data stays
	rm -rf build
