using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>Keeps a new version of what is known of dealing with a payer; the versions before stay.</summary>
public sealed class EditConduct(DeskSource database, TimeProvider clock)
{
    /// <summary>What is known.</summary>
    public sealed record Input
    {
        /// <summary>Which payer.</summary>
        public required int PayerId { get; init; }

        /// <summary>The newest version on the page; 0 while nothing was known.</summary>
        public required int Version { get; init; }

        /// <summary>All of it.</summary>
        public required PayerConduct Conduct { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (input.Conduct.Check() is { } wrong) { return wrong; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = await BeforeAsync(connection, transaction, input, cancellation);
        if (!await AddAsync(connection, transaction, input, actor, now, cancellation))
        {
            return new("conduct_changed", "Somebody changed what is known of this payer while you had it open, or merged it into another. Load the page again; nothing was saved.");
        }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("payer.conduct_changed", "payer", input.PayerId.ToString(CultureInfo.InvariantCulture), null, before, input.Conduct));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task<PayerConduct?> BeforeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select body::text from payer_conduct where payer_id = $1 and version = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PayerId }, new() { Value = input.Version } },
        };
        return await command.ExecuteScalarAsync(cancellation) is string body ? SeeConduct.Read(body) : null;
    }

    private static async Task<bool> AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into payer_conduct (payer_id, version, body, at, by_id, by_name)
            select p.payer_id, $2 + 1, $3, $4, $5, $6 from payer p
            where p.payer_id = $1 and p.merged_into is null and $2 = (select coalesce(max(version), 0) from payer_conduct where payer_id = $1) on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PayerId }, new() { Value = input.Version }, new() { Value = JsonSerializer.Serialize(input.Conduct, SettingDocument.Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
