using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;

namespace DenialDesk.App.Reports;

/// <summary>Sends a mail through the mail server, or writes it as a file for the office's own mail program. It says that a report is ready, and where; nothing of what is in it.</summary>
public sealed class DeskMail(MailSettings settings, string? outbox, string address)
{
    /// <summary>The subject of every mail about a report: no name, no amount, no patient.</summary>
    public const string Subject = "A report is ready in DenialDesk";

    /// <summary>A mail server that says nothing for so long is given up until the next try.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether mail leaves the desk at all.</summary>
    public bool IsSetUp => settings.Host is not null || outbox is not null;

    /// <summary>The words of a mail: a link that opens after signing in.</summary>
    public string Words(long reportId) => string.Create(
        CultureInfo.InvariantCulture,
        $"A report that you asked for is ready. It opens after you sign in:\n\n{address.TrimEnd('/')}/reports/files/{reportId}\n\nThis mail holds none of the report's contents on purpose. You can change or stop it under Reports.\n");

    /// <summary>Sends one; an exception says that it did not leave.</summary>
    internal async Task SendAsync(long mailId, long reportId, string to, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!MailAddress.TryCreate(to, out var recipient)) { throw new FormatException("The person has no e-mail address that mail can go to."); }

        if (settings.Host is { } host)
        {
            using var message = new MailMessage(new MailAddress(settings.From), recipient) { Subject = Subject, Body = Words(reportId), BodyEncoding = Encoding.UTF8 };
            // The same for every try: a server that took it twice shows it once.
            message.Headers.Add("Message-ID", MessageId(mailId));
            using var client = new SmtpClient(host, settings.Port) { EnableSsl = settings.Tls };
            if (settings.User is not null) { client.Credentials = new NetworkCredential(settings.User, settings.Password); }

            // The client's own time limit does not hold for this way of sending.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            try
            {
                await client.SendMailAsync(message, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new SmtpException(SmtpStatusCode.ServiceNotAvailable, $"The mail server did not answer within {Patience.TotalSeconds} seconds.");
            }
        }
        else if (outbox is not null)
        {
            await WriteAsync(mailId, reportId, recipient.Address, at, cancellation);
        }
    }

    /// <summary>Why a mail did not leave, in a sentence that names nobody.</summary>
    internal string Problem(Exception failed) => failed switch
    {
        FormatException => failed.Message,
        SmtpException { InnerException: System.Net.Sockets.SocketException or IOException } => $"The mail server {settings.Host} could not be reached on port {settings.Port}.",
        SmtpException { StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath } => "The mail server refused the person's address.",
        SmtpException { StatusCode: SmtpStatusCode.ServiceNotAvailable } => $"The mail server {settings.Host} did not answer in time.",
        SmtpException { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst or SmtpStatusCode.ClientNotPermitted or (SmtpStatusCode)535 } => "The mail server wants another user, password or encryption.",
        SmtpException smtp when settings.Tls && smtp.StatusCode == SmtpStatusCode.GeneralFailure => "The mail server offers no encryption, or its certificate is not trusted here.",
        SmtpException smtp => string.Create(CultureInfo.InvariantCulture, $"The mail server answered {(int)smtp.StatusCode}."),
        System.Security.Authentication.AuthenticationException => "The mail server's certificate is not trusted here.",
        _ => "The outbox folder could not be written.",
    };

    private string MessageId(long mailId) => string.Create(CultureInfo.InvariantCulture, $"<report-{mailId}@{settings.From.Split('@')[^1]}>");

    /// <summary>One file a mail (RFC 5322), readable by this account alone; written whole beside it first, so that no mail program takes half of one.</summary>
    private async Task WriteAsync(long mailId, long reportId, string to, DateTimeOffset at, CancellationToken cancellation)
    {
        Directory.CreateDirectory(outbox!);
        var file = Path.Combine(outbox!, string.Create(CultureInfo.InvariantCulture, $"report-{mailId}.eml"));
        var beside = file + ".part";
        File.Delete(beside);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"From: DenialDesk <{settings.From}>\r\nTo: <{to}>\r\nSubject: {Subject}\r\nDate: {at.UtcDateTime:r}\r\nMessage-ID: {MessageId(mailId)}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
            + Words(reportId).Replace("\n", "\r\n", StringComparison.Ordinal);
        await using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        }

        File.Move(beside, file, overwrite: true);
    }
}
