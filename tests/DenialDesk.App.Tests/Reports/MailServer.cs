using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DenialDesk.App.Reports;

namespace DenialDesk.App.Tests.Reports;

/// <summary>A mail server on the loopback that speaks as much SMTP as a mail needs: EHLO, AUTH LOGIN, MAIL, RCPT, DATA, QUIT. It offers no encryption.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private int _refused;

    public MailServer()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>Who may send; null: everybody.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>So many mails are put off with 451 first.</summary>
    public int Refuses { get; init; }

    /// <summary>Every mail that was taken: the commands and the text.</summary>
    public ConcurrentQueue<string> Taken { get; } = [];

    /// <summary>The desk's mail through this server.</summary>
    public DeskMail Mail(bool tls) => new(new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, "desk@clinic.example", User, Password, tls), null, "https://desk.clinic.example/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _listening;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is done.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        var said = new StringBuilder();
        var known = User is null;
        try
        {
            await writer.WriteLineAsync("220 mail.clinic.example ESMTP");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                said.AppendLine(line);
                switch (line.Split(' ')[0].ToUpperInvariant())
                {
                    case "EHLO":
                        await writer.WriteLineAsync(User is null ? "250 mail.clinic.example" : "250-mail.clinic.example\r\n250 AUTH LOGIN");
                        break;
                    case "AUTH":
                        known = await KnownAsync(line, reader, writer);
                        await writer.WriteLineAsync(known ? "235 welcome" : "535 who are you");
                        break;
                    case "MAIL" when !known:
                        await writer.WriteLineAsync("530 who are you");
                        break;
                    case "MAIL" when _refused < Refuses:
                        _refused++;
                        await writer.WriteLineAsync("451 come back later");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".") { said.Append(text).Append("\r\n"); }

                        Taken.Enqueue(said.ToString());
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 fine");
                        break;
                }
            }
        }
        catch (IOException)
        {
            // The client hung up, as it does when it is refused.
        }
    }

    private async Task<bool> KnownAsync(string line, StreamReader reader, StreamWriter writer)
    {
        static string Of(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
        var user = line.Split(' ') is [_, _, var given] ? given : null;
        if (user is null)
        {
            await writer.WriteLineAsync("334 VXNlcm5hbWU6");
            user = await reader.ReadLineAsync(_stop.Token);
        }

        await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
        return Of(user ?? "") == User && Of(await reader.ReadLineAsync(_stop.Token) ?? "") == Password;
    }
}
