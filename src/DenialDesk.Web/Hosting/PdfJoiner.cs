using System.Diagnostics;
using System.Globalization;

namespace DenialDesk.Web.Hosting;

/// <summary>Joins PDFs and lays page numbers over them with the program qpdf: a child process with a time limit, started without a shell, with an empty environment, in a folder of its own that only the
/// desk's account opens and that is removed afterwards.</summary>
internal sealed class PdfJoiner(ILogger<PdfJoiner> log)
{
    /// <summary>What a person is told where the program is missing.</summary>
    public const string NotInstalled =
        "PDFs are joined by the program qpdf, which is not installed on the server. Ask your administrator to install it (Debian, Ubuntu: sudo apt-get install qpdf), or take the PDF documents out and enclose them by hand.";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Whether the program is there now.</summary>
    public static bool Installed => Find() is not null;

    /// <summary>How many pages each has; a negative number for one that does not open, such as one locked with a password.</summary>
    public static async Task<IReadOnlyList<int>> PagesAsync(IReadOnlyList<byte[]> files, CancellationToken cancellation) => await InFolderAsync(async folder =>
    {
        var found = new List<int>();
        for (var i = 0; i < files.Count; i++)
        {
            var name = await WriteAsync(folder, i, files[i], cancellation);
            var (code, said) = await RunAsync(folder, ["--show-npages", name], cancellation);
            found.Add(code is 0 or 3 && int.TryParse(said.Trim(), CultureInfo.InvariantCulture, out var pages) && pages > 0 ? pages : -1);
        }

        return (IReadOnlyList<int>)found;
    });

    /// <summary>One PDF of several, with another laid over it page by page; null when it could not be made.</summary>
    public async Task<byte[]?> JoinAsync(IReadOnlyList<byte[]> files, byte[] over, CancellationToken cancellation) => await InFolderAsync(async folder =>
    {
        var words = new List<string> { "--empty", "--pages" };
        for (var i = 0; i < files.Count; i++) { words.Add(await WriteAsync(folder, i, files[i], cancellation)); }

        var numbers = await WriteAsync(folder, files.Count, over, cancellation);
        // Object streams are opened, so that whoever counts pages finds them.
        words.AddRange(["--", "--object-streams=disable", "--overlay", numbers, "--", Path.Combine(folder, "joined.pdf")]);
        var (code, _) = await RunAsync(folder, words, cancellation);
        if (code is 0 or 3) { return await File.ReadAllBytesAsync(Path.Combine(folder, "joined.pdf"), cancellation); }

        log.LogError("qpdf ended with code {Code}", code);
        return null;
    });

    private static async Task<T> InFolderAsync<T>(Func<string, Task<T>> work)
    {
        var folder = Directory.CreateTempSubdirectory("denialdesk-join-").FullName;
        try
        {
            return await work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> WriteAsync(string folder, int number, byte[] content, CancellationToken cancellation)
    {
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number}.pdf"));
        await File.WriteAllBytesAsync(name, content, cancellation);
        return name;
    }

    private static async Task<(int Code, string Said)> RunAsync(string folder, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Find()!) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words) { start.ArgumentList.Add(word); }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["TMPDIR"] = folder;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("qpdf could not be started.");
        try
        {
            var (said, faults) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            await faults;
            return (process.ExitCode, await said);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (-1, "");
        }
        finally
        {
            if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        }
    }

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, "qpdf")).FirstOrDefault(File.Exists);
}
