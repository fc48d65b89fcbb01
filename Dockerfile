# The desk without its database; docker-compose.yml adds that. Two stages: build with the SDK, run on the smaller ASP.NET image.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY build/ build/
COPY src/ src/
COPY samples/DenialDesk.Samples/ samples/DenialDesk.Samples/
RUN dotnet restore src/DenialDesk.Web/DenialDesk.Web.csproj --locked-mode
RUN dotnet publish src/DenialDesk.Web/DenialDesk.Web.csproj --no-restore -c Release -o /desk

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /desk
COPY --from=build /desk ./
# Certificates and packets are printed as PDF by weasyprint and joined by qpdf; backups and restore drills are pg_dump's and pg_restore's work.
RUN apt-get update && apt-get install -y --no-install-recommends weasyprint qpdf fonts-dejavu-core postgresql-client && rm -rf /var/lib/apt/lists/*
# Uploads in progress, the key ring's certificate and the watched folder live here; the account "app" comes with the image.
RUN install -d -o app -g app -m 0700 /var/lib/denialdesk
ENV DENIALDESK_DATA=/var/lib/denialdesk \
    ASPNETCORE_HTTP_PORTS=8080
USER app
EXPOSE 8080
VOLUME /var/lib/denialdesk
# The image has no curl: bash asks the ready page itself.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "DenialDesk.Web.dll"]
