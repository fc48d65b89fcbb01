using System.Diagnostics;

namespace DenialDesk.App.Data;

/// <summary>The operating-system account the private server runs under. PostgreSQL refuses to run as root, so root steps down to another account.</summary>
internal sealed class PostgresAccount
{
    private readonly string? _user;

    public PostgresAccount() => _user = Environment.IsPrivilegedProcess ? (Exists("postgres") ? "postgres" : "nobody") : null;

    /// <summary>The account's name, or null when the program's own account is used.</summary>
    public string? User => _user;

    /// <summary>Runs a PostgreSQL tool under the account and waits for it.</summary>
    public async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        if (_user is not null)
        {
            start.UserName = _user;      // set between fork and exec: neither sudo nor su is needed
            start.Environment["HOME"] = "/";
        }

        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }

        // pg_ctl leaves the server behind with the same output pipe: reading to the end would hang, so lines are read as they come.
        using var process = new Process { StartInfo = start };
        var text = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, e) => { lock (text) { text.AppendLine(e.Data); } };
        process.ErrorDataReceived += (_, e) => { lock (text) { text.AppendLine(e.Data); } };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited) { await Task.Delay(10, cancellation); }

        lock (text) { return (process.ExitCode, text.ToString()); }
    }

    /// <summary>Creates the folder if need be and gives it to the account, closed to everybody else.</summary>
    public void OwnFolder(string folder)
    {
        const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, mine);
        File.SetUnixFileMode(folder, mine);
        Give(folder);
    }

    /// <summary>Creates the file if need be and gives it to the account.</summary>
    public void OwnFile(string file)
    {
        if (!File.Exists(file)) { File.WriteAllText(file, ""); }

        Give(file);
    }

    /// <summary>Hands a file or folder over to the account.</summary>
    public void Give(string path)
    {
        if (_user is null) { return; }

        using var process = Process.Start("chown", [_user + ":", path]);
        process.WaitForExit();
    }

    /// <summary>Whether the account can enter the folder (every parent must let it through).</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellation)
        => _user is null || (await RunAsync("/usr/bin/test", ["-x", folder], cancellation)).Code == 0;

    private static bool Exists(string user) => File.ReadLines("/etc/passwd").Any(l => l.StartsWith(user + ":", StringComparison.Ordinal));
}
