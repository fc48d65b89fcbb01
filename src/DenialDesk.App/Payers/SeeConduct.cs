using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>One version of what is known of dealing with a payer, with what it changed, in words.</summary>
public sealed record ConductVersion(int Version, DateTimeOffset At, string By, IReadOnlyList<string> Changed);

/// <summary>What is known of dealing with a payer, and every version there was, the newest first.</summary>
/// <param name="Version">The newest version; 0 while nothing is known.</param>
public sealed record ConductView(PayerConduct Conduct, int Version, IReadOnlyList<ConductVersion> History);

/// <summary>Reads how to deal with a payer: channels, telephone, contacts, quiet period, corrected claims, notes.</summary>
public sealed class SeeConduct(DeskSource database)
{
    /// <summary>What is known; nothing at all for a payer nobody wrote about.</summary>
    public async Task<ConductView> Run(int payerId, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePayers);
        // By primary key.
        await using var command = database.CreateCommand("select version, body::text, at, by_name from payer_conduct where payer_id = $1 order by version");
        command.Parameters.AddWithValue(payerId);
        var history = new List<ConductVersion>();
        var conduct = PayerConduct.Unknown;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var next = Read(rows.GetString(1));
            history.Insert(0, new(rows.GetInt32(0), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3), conduct.Changes(next)));
            conduct = next;
        }

        return new(conduct, history.Count == 0 ? 0 : history[0].Version, history);
    }

    /// <summary>A body as it is kept. One that cannot be read is an error of the database's content.</summary>
    internal static PayerConduct Read(string body) => JsonSerializer.Deserialize<PayerConduct>(body, SettingDocument.Json) ?? throw new FormatException("What is known of a payer is empty.");
}
