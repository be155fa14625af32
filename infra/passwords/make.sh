#!/bin/sh
# Makes shared/password/common/common.set anew from the pinned list. Needs npm, tar and Go.
set -eu
cd "$(dirname "$0")/../.."
package=@zxcvbn-ts/language-common
version=4.1.3
integrity=8366e0e2c9269491bd689a82fe75b3899ce062949efdfdeb29e1a86eb91d1623ab7d9545aaacd4802e815105ae5f9e12b9af63d09c71b7ed5b7f87ff31a9752a
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "$package@$version" >/dev/null
archive=$work/zxcvbn-ts-language-common-$version.tgz
if ! echo "$integrity  $archive" | sha512sum --check --quiet -; then
	echo "$package $version is not the archive this was written for: compare it before you pin its sum" >&2
	exit 1
fi
tar -xzf "$archive" -C "$work" package/src/passwords.json
go run ./infra/passwords "$work/package/src/passwords.json" infra/passwords/own.txt shared/password/common/common.set
