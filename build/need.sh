# What ./run and ./test share: finding what they need, and installing it with apt where that is possible.

# An apt install by package name, as root or by a sudo that asks nothing.
apt_install() {
  command -v apt-get >/dev/null || return 1
  local as=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as=(sudo -n)
  fi
  echo "installing $1" >&2
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $1" >/dev/null </dev/null
}

need_dotnet() {
  command -v dotnet >/dev/null && return
  echo "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again." >&2
  return 1
}

have_postgres() {
  [ -x "${DENIALDESK_PG_BIN:-}/initdb" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# The argument says which setting points at a server elsewhere.
need_postgres() {
  have_postgres || apt_install postgresql || true
  have_postgres && return
  echo "PostgreSQL's server programs are missing. Install the package postgresql (Debian, Ubuntu: sudo apt-get install postgresql), or set $1 to the connection string of a server you have." >&2
  return 1
}

# Certificates are printed as PDF by weasyprint. The desk works without it and says so on the page, so nothing stops when it cannot be had.
want_weasyprint() {
  command -v weasyprint >/dev/null || apt_install weasyprint || true
  command -v weasyprint >/dev/null || echo "weasyprint is missing: certificates print from the browser, not as PDF (Debian, Ubuntu: sudo apt-get install weasyprint)." >&2
}

# PDF documents are joined into packets of appeals by qpdf. The desk works without it and says so where a packet holds one.
want_qpdf() {
  command -v qpdf >/dev/null || apt_install qpdf || true
  command -v qpdf >/dev/null || echo "qpdf is missing: PDF documents are not joined into packets (Debian, Ubuntu: sudo apt-get install qpdf)." >&2
}

# Backups and restore drills run pg_dump. PostgreSQL's server package brings it; with a server elsewhere it is asked for by itself. The desk works without it and says so on the health page.
have_pg_dump() {
  [ -x "${DENIALDESK_PG_BIN:-}/pg_dump" ] || command -v pg_dump >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/pg_dump' >/dev/null
}

want_pg_dump() {
  have_pg_dump || apt_install postgresql-client || true
  have_pg_dump || echo "pg_dump is missing: no backup and no restore drill (Debian, Ubuntu: sudo apt-get install postgresql-client)." >&2
}

have_chromium() {
  [ -x "${DENIALDESK_TEST_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

need_chromium() {
  have_chromium || apt_install chromium || true
  have_chromium && return
  echo "Chromium is missing. Install the package chromium (Debian: sudo apt-get install chromium), or set DENIALDESK_TEST_CHROMIUM to the path of a browser." >&2
  return 1
}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || export HOME="${TMPDIR:-/tmp}"
