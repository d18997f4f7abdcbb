# What is done every day, for who forgot the words. All of it is also said in README.md and CONTRIBUTING.md.
.PHONY: help serve check test short generate all

help: ## tells what there is
	@sed -n 's/^\([a-z]*\): ## /\1	/p' Makefile

serve: ## shows the site on http://localhost:1313
	go run ./cmd/dilemma serve

check: ## checks the dilemmas
	go run ./cmd/dilemma check

test: ## tests everything that this machine has the programs for
	go test ./...

short: ## tests what takes little time
	go test -short ./...

generate: ## makes again what is made from data and lists
	go generate ./...

all: ## what the pipelines run
	.ci/run
