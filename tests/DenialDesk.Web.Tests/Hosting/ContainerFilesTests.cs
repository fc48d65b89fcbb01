using System.Text.RegularExpressions;

namespace DenialDesk.Web.Tests.Hosting;

/// <summary>Containers cannot be run everywhere the tests run, so these read Dockerfile and docker-compose.yml and check every name in them against the repository.</summary>
public sealed partial class ContainerFilesTests
{
    private static readonly string _root = Root();
    private static readonly string[] _dockerfile = File.ReadAllLines(Path.Combine(_root, "Dockerfile"));
    private static readonly string[] _compose = File.ReadAllLines(Path.Combine(_root, "docker-compose.yml"));
    private static readonly string[] _example = File.ReadAllLines(Path.Combine(_root, ".env.example"));
    private static readonly string _source = string.Concat(
        Directory.GetFiles(Path.Combine(_root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));

    [Fact]
    public void Every_path_the_image_copies_exists()
    {
        var copied = _dockerfile.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).ToList();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(_root, path)), $"{path} is copied into the image but is not in the repository."));
    }

    [Fact]
    public void Everything_the_build_needs_is_copied_and_nothing_of_it_is_ignored()
    {
        var project = Word(_dockerfile, "RUN dotnet publish ", 3);
        var needed = ProjectsBehind(project).Append("Directory.Build.props").Append("Directory.Packages.props").Append("build/BlazorScript.targets");
        var copied = _dockerfile.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]).ToList();
        var ignored = File.ReadAllLines(Path.Combine(_root, ".dockerignore"));

        Assert.All(needed, path => Assert.Contains(copied, source => path == source || (source.EndsWith('/') && path.StartsWith(source, StringComparison.Ordinal))));
        Assert.All(needed, path => Assert.DoesNotContain(ignored, rule => path == rule || path.StartsWith(rule + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_image_runs_the_program_it_published_on_the_runtime_it_was_built_for()
    {
        var project = Word(_dockerfile, "RUN dotnet publish ", 3);
        var version = Regex.Match(File.ReadAllText(Path.Combine(_root, "Directory.Build.props")), "<TargetFramework>net([0-9.]+)<").Groups[1].Value;

        Assert.Equal($"ENTRYPOINT [\"dotnet\", \"{Path.GetFileNameWithoutExtension(project)}.dll\"]", _dockerfile.Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)));
        Assert.All(_dockerfile.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)), line => Assert.Contains(":" + version, line, StringComparison.Ordinal));
        Assert.Contains("USER app", _dockerfile);
    }

    [Fact]
    public void The_port_and_the_health_page_are_the_same_everywhere()
    {
        var port = Word(_dockerfile, "EXPOSE ", 1);
        var health = string.Concat(_dockerfile.SkipWhile(line => !line.StartsWith("HEALTHCHECK", StringComparison.Ordinal)).Take(2));
        var page = Regex.Match(health, "GET (/[^ ]+) ").Groups[1].Value;

        Assert.Contains(_dockerfile, line => line.Contains($"ASPNETCORE_HTTP_PORTS={port}", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1/{port}", health, StringComparison.Ordinal);
        Assert.Contains(_compose, line => line.TrimEnd().EndsWith($":{port}\"", StringComparison.Ordinal));
        Assert.Contains($"\"{page}\"", _source, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_the_containers_give_is_one_the_desk_reads()
    {
        var given = EnvironmentOf("desk").Keys.Concat(["DENIALDESK_DATA"]).Distinct();

        Assert.All(given, name => Assert.True(
            _source.Contains(name, StringComparison.Ordinal)
            || _source.Contains(name.Replace("__", ":", StringComparison.Ordinal), StringComparison.Ordinal)
            || (name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) && _source.Contains($"GetConnectionString(\"{name["ConnectionStrings__".Length..]}\")", StringComparison.Ordinal)),
            $"Nothing in src reads {name}."));
    }

    [Fact]
    public void Every_variable_asked_for_is_in_the_example_and_secrets_have_no_default()
    {
        var asked = _compose.SelectMany(line => Variable().Matches(line)).Select(match => (Name: match.Groups[1].Value, Default: match.Groups[2].Value)).ToList();
        var offered = _example.Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')).ToList();

        Assert.Equal(asked.Select(one => one.Name).Distinct().Order(StringComparer.Ordinal), offered.Select(one => one[0]).Order(StringComparer.Ordinal));
        Assert.All(asked.Where(one => one.Name.Contains("PASSWORD", StringComparison.Ordinal)), one => Assert.StartsWith(":?", one.Default, StringComparison.Ordinal));
        Assert.All(offered.Where(one => one[0].Contains("PASSWORD", StringComparison.Ordinal)), one => Assert.Equal("", one[1]));
    }

    [Fact]
    public void Both_containers_know_the_same_account_and_database()
    {
        var database = EnvironmentOf("database");
        var connection = EnvironmentOf("desk")["ConnectionStrings__DenialDesk"];

        Assert.Contains("Host=database;", connection, StringComparison.Ordinal);
        Assert.Contains($"Database={database["POSTGRES_DB"]};", connection, StringComparison.Ordinal);
        Assert.Contains($"Username={database["POSTGRES_USER"]};", connection, StringComparison.Ordinal);
        Assert.EndsWith("Password=" + database["POSTGRES_PASSWORD"], connection, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_volume_is_declared_and_the_data_volume_is_where_the_desk_writes()
    {
        var declared = _compose.SkipWhile(line => line != "volumes:").Skip(1).Select(line => line.Trim(' ', ':')).ToList();
        var mounted = _compose.Select(line => line.Trim()).Where(line => Regex.IsMatch(line, "^- [a-z]+:/")).Select(line => line[2..].Split(':')).ToList();

        Assert.Equal(declared.Order(StringComparer.Ordinal), mounted.Select(one => one[0]).Order(StringComparer.Ordinal));
        var data = mounted.Single(one => one[0] == "data")[1];
        Assert.Equal(data, EnvironmentOf("desk")["DENIALDESK_DATA"]);
        Assert.Contains($"VOLUME {data}", _dockerfile);
        Assert.Contains(_dockerfile, line => line.Contains($"DENIALDESK_DATA={data}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_compose_file_is_indented_by_two_without_tabs() =>
        Assert.All(_compose, line => Assert.True(!line.Contains('\t', StringComparison.Ordinal) && (line.Length - line.TrimStart().Length) % 2 == 0, line));

    /// <summary>The environment of one service, as written.</summary>
    private static Dictionary<string, string> EnvironmentOf(string service) => _compose
        .SkipWhile(line => line != $"  {service}:").Skip(1).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
        .SkipWhile(line => line != "    environment:").Skip(1).TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal))
        .Select(line => line.Trim().Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Word(string[] lines, string start, int word) => lines.Single(line => line.StartsWith(start, StringComparison.Ordinal)).Split(' ')[word];

    /// <summary>A project and all it refers to, as paths from the repository's root.</summary>
    private static HashSet<string> ProjectsBehind(string project)
    {
        var found = new HashSet<string>();
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var path))
        {
            if (found.Add(path))
            {
                var full = Path.Combine(_root, path);
                foreach (Match reference in Regex.Matches(File.ReadAllText(full), "ProjectReference Include=\"([^\"]+)\""))
                {
                    open.Enqueue(Path.GetRelativePath(_root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, reference.Groups[1].Value))));
                }
            }
        }

        return found;
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DenialDesk.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)(:[?-])?")]
    private static partial Regex Variable();
}
