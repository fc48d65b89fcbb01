using System.Net.Mail;
using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Reports;

/// <summary>Where mail goes (Mail:Host, Port, From, User, Password, Tls). Without a host it is written to the outbox folder, and without that folder there is none.</summary>
/// <param name="Host">Name of the mail server; null: none.</param>
/// <param name="Port">587 unless set.</param>
/// <param name="From">The sender's address.</param>
/// <param name="User">Null: the server asks for none.</param>
/// <param name="Tls">Whether the connection is encrypted; true unless set.</param>
public sealed record MailSettings(string? Host, int Port, string From, string? User, string? Password, bool Tls)
{
    /// <summary>No mail server.</summary>
    public static MailSettings None { get; } = new(null, 587, "denialdesk@localhost", null, null, true);

    /// <summary>Reads the settings; throws with a sentence when one is wrong.</summary>
    public static MailSettings Read(IConfiguration configuration)
    {
        var from = configuration["Mail:From"] is { Length: > 0 } text ? text : None.From;
        if (!MailAddress.TryCreate(from, out _)) { throw new InvalidOperationException("Mail:From must be an e-mail address such as denialdesk@example.org."); }

        var port = configuration["Mail:Port"] is not { Length: > 0 } number ? 587
            : int.TryParse(number, out var parsed) && parsed is > 0 and < 65_536 ? parsed
            : throw new InvalidOperationException("Mail:Port must be a whole number from 1 to 65535.");
        var tls = configuration["Mail:Tls"] is not { Length: > 0 } word || (bool.TryParse(word, out var yes) ? yes : throw new InvalidOperationException("Mail:Tls must be true or false."));
        return new(Blank(configuration["Mail:Host"]), port, from, Blank(configuration["Mail:User"]), Blank(configuration["Mail:Password"]), tls);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
