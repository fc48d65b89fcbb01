using System.Diagnostics;

namespace DenialDesk.Web.Tests.Commands;

/// <summary>The built desk as a process of its own, run with a verb.</summary>
internal static class DeskProcess
{
    public static Process Start(string? connection, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DenialDesk.Web.dll"));
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }

        if (connection is not null) { start.Environment["ConnectionStrings__DenialDesk"] = connection; }

        return Process.Start(start)!;
    }

    /// <summary>Runs to the end: the exit code and what was written.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(string? connection, params string[] arguments)
    {
        using var process = Start(connection, arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
