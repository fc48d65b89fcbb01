using System.Security.Cryptography;
using DenialDesk.App;
using DenialDesk.App.People;

namespace DenialDesk.Web.Hosting;

/// <summary>
/// The code that proves that whoever makes the first admin can read this machine's terminal or data folder. New at every start, good for
/// thirty minutes; it is only made while nobody exists.
/// </summary>
internal sealed class SetupCode(DeskOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly DateTimeOffset _made = clock.GetUtcNow();

    private string Code { get; } = string.Join('-', RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 12).Chunk(4).Select(c => new string(c)));

    /// <summary>True once somebody exists; then no request asks the database again.</summary>
    public bool Over { get; set; }

    /// <summary>Prints the code and writes it where only this account can read it, when the desk has nobody yet.</summary>
    public static async Task AnnounceAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var code = services.GetRequiredService<SetupCode>();
        code.Over = await scope.ServiceProvider.GetRequiredService<FirstAdmin>().IsOverAsync(CancellationToken.None);
        if (code.Over)
        {
            code.End();
            return;
        }

        var file = code.WriteFile();
        Console.WriteLine($"Nobody can sign in yet. Open the address below and make the first admin with the set-up code {code.Code} (also in {file}; good for 30 minutes).");
    }

    /// <summary>Whether the code typed is the one printed, and still good.</summary>
    public bool Fits(string? typed)
        => clock.GetUtcNow() - _made < Life
            && CryptographicOperations.FixedTimeEquals(Plain(typed), Plain(Code));

    /// <summary>Somebody exists: the code opens nothing any more, and its file goes.</summary>
    public void End()
    {
        Over = true;
        File.Delete(CodeFile);
    }

    private string CodeFile => Path.Combine(options.DataFolder, "setup-code");

    private static byte[] Plain(string? code) => System.Text.Encoding.ASCII.GetBytes(string.Concat((code ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)).PadRight(12)[..12]);

    private string WriteFile()
    {
        Directory.CreateDirectory(options.DataFolder);
        var file = CodeFile;
        File.Delete(file);
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead });
        stream.Write(System.Text.Encoding.ASCII.GetBytes(Code));
        return file;
    }
}
