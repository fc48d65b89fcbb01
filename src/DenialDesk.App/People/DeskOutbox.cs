using System.Globalization;

namespace DenialDesk.App.People;

/// <summary>A folder from which the office's own mail program sends what the desk writes (DENIALDESK_OUTBOX); without one nothing is written.</summary>
public sealed class DeskOutbox(string? folder, string address)
{
    /// <summary>The link of an invitation.</summary>
    public string LinkOf(string token) => address.TrimEnd('/') + "/account/invited?code=" + token;

    /// <summary>One text file an invitation, readable by this account alone: a later one takes the place of an earlier.</summary>
    internal async Task WriteInvitationAsync(long id, string email, string token, DateTimeOffset until, CancellationToken cancellation)
    {
        if (folder is null) { return; }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"invitation-{id}.txt"));
        File.Delete(file);
        await using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        await using var text = new StreamWriter(stream);
        await text.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"To: {email}\nSubject: Your sign-in to DenialDesk\n\nYou are invited to DenialDesk. Open this link to choose your password; it works once, until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC:\n\n{LinkOf(token)}\n").AsMemory(), cancellation);
    }
}
