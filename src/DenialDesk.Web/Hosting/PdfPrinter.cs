using System.Diagnostics;
using System.Text;

namespace DenialDesk.Web.Hosting;

/// <summary>A printed page, or why there is none.</summary>
internal sealed record PdfResult(byte[]? Pdf, string? Sentence);

/// <summary>
/// Prints a page as PDF with the program weasyprint: a child process with a time and a memory limit, started without a shell, with an empty environment, a folder of
/// its own that is removed afterwards, and proxies that lead nowhere. The page goes in and the PDF comes out by pipe; nothing of it touches a disk.
/// </summary>
internal sealed class PdfPrinter(ILogger<PdfPrinter> log) : IDisposable
{
    /// <summary>What a person is told where the program is missing.</summary>
    public const string NotInstalled =
        "PDFs are made by the program weasyprint, which is not installed on the server. Ask your administrator to install it (Debian, Ubuntu: sudo apt-get install weasyprint); until then print this page from the browser.";

    private const int MostBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _two = new(2);

    /// <summary>Whether the program is there now; installing it needs no restart.</summary>
    public static bool Installed => Find("weasyprint") is not null;

    /// <summary>Prints one page that needs nothing from outside itself.</summary>
    public async Task<PdfResult> PrintAsync(string html, CancellationToken cancellation)
    {
        if (Find("weasyprint") is not { } program) { return new(null, NotInstalled); }

        await _two.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("denialdesk-pdf-").FullName;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            return await RunAsync(Describe(program, folder), html, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("weasyprint did not end within {Seconds} seconds and was stopped", Limit.TotalSeconds);
            return new(null, "The PDF took too long and was given up. Print the page from the browser, or choose a smaller part.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            _two.Release();
        }
    }

    public void Dispose() => _two.Dispose();

    private async Task<PdfResult> RunAsync(ProcessStartInfo start, string html, CancellationToken cancellation)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException("weasyprint could not be started.");
        try
        {
            var said = process.StandardError.ReadToEndAsync(cancellation);
            var pdf = TakeAsync(process.StandardOutput.BaseStream, cancellation);
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(html), cancellation);
                process.StandardInput.Close();
            }
            catch (IOException) { log.LogWarning("weasyprint ended before it had read its page"); }

            var bytes = await pdf;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode == 0 && bytes.AsSpan().StartsWith("%PDF"u8)) { return new(bytes, null); }

            log.LogError("weasyprint ended with code {Code} after {Length} characters of complaint", process.ExitCode, (await said).Length);
            return new(null, "The PDF could not be made. Print the page from the browser; the log says how the program ended.");
        }
        finally
        {
            if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        }
    }

    private static async Task<byte[]> TakeAsync(Stream from, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        for (var read = await from.ReadAsync(buffer, cancellation); read > 0; read = await from.ReadAsync(buffer, cancellation))
        {
            if (kept.Length + read > MostBytes) { return []; }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static ProcessStartInfo Describe(string program, string folder)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Find("prlimit") is { } limiter)
        {
            start.FileName = limiter;
            foreach (var word in new[] { "--as=2147483648", "--cpu=60", "--", program }) { start.ArgumentList.Add(word); }
        }
        else
        {
            start.FileName = program;
        }

        foreach (var word in new[] { "--quiet", "--encoding", "utf-8", "--base-url", folder, "-", "-" }) { start.ArgumentList.Add(word); }

        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        foreach (var (name, value) in new[]
        {
            ("PATH", path), ("HOME", folder), ("TMPDIR", folder), ("XDG_CACHE_HOME", folder), ("LANG", "C.UTF-8"), ("http_proxy", "http://127.0.0.1:9"), ("https_proxy", "http://127.0.0.1:9"),
        })
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
