#!/bin/sh
# Makes web/css/00-kit.css and web/fonts anew. Needs Node.js and npm.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --ignore-scripts --silent
node make.mjs
