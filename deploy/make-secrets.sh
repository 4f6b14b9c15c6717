#!/bin/sh
# Writes the secrets that docker-compose.yml mounts, once: what exists is kept.
set -eu
cd "$(dirname "$0")/secrets"
umask 022
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
[ -s secret_key ] || random >secret_key
[ -s seal_key ] || head -c 32 /dev/urandom | base64 | tr -d '\n' >seal_key
[ -s postgres_password ] || random >postgres_password
[ -s redis_password ] || random >redis_password
[ -s metrics_token ] || random >metrics_token
printf 'postgres://betterwork:%s@postgres:5432/betterwork' "$(cat postgres_password)" >database_url
printf 'redis://:%s@redis:6379/0' "$(cat redis_password)" >redis_url
# the containers' users are not this one: the files may be read, the folder may be entered by its owner alone
chmod 444 secret_key seal_key postgres_password database_url redis_password redis_url metrics_token
chmod 711 .
