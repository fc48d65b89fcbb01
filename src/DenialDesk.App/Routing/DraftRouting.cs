using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Routing;

/// <summary>Begins, changes or drops the one draft of the routing rules. A draft affects nothing.</summary>
public sealed class DraftRouting(DeskSource database, TimeProvider clock)
{
    /// <summary>The draft as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>The version on the page; 0 begins a draft.</summary>
        public required int Version { get; init; }

        /// <summary>The rules in their order; their positions are numbered again.</summary>
        public required IReadOnlyList<RoutingRule> Rules { get; init; }

        /// <summary>True: drop the draft.</summary>
        public bool Drop { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        if (actor.PracticeIds is not null) { return ApplyRouting.WholeDesk; }

        if (!input.Drop && input.Rules.Select(r => r.Check()).FirstOrDefault(r => r is not null) is { } wrong) { return wrong; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await HoldAsync(connection, transaction, input, actor, now, cancellation) is not { } set)
        {
            return new("draft_changed", "Somebody changed the draft, or began or finished one, while you had this page open. Load it again; nothing was saved.");
        }

        if (!input.Drop) { await RoutingRows.ReplaceAsync(connection, transaction, set, input.Rules, cancellation); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(input.Drop ? "routing.draft_dropped" : "routing.drafted", "routing", set.ToString(CultureInfo.InvariantCulture), null, null, new { Rules = input.Rules.Select(r => r.Name) }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>The draft's id, held and its version grown; null when it is not as the page saw it.</summary>
    private static async Task<long?> HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = input.Version == 0
            ? new NpgsqlCommand(
                "insert into routing_set (created_at, created_by, created_name) values ($1, $2, $3) on conflict ((true)) where state = 'draft' do nothing returning set_id", connection, transaction)
            {
                Parameters = { new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name } },
            }
            : new NpgsqlCommand(
                "update routing_set set version = version + 1, state = case when $2 then 'dropped' else state end where state = 'draft' and version = $1 returning set_id", connection, transaction)
            {
                Parameters = { new() { Value = input.Version }, new() { Value = input.Drop } },
            };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }
}
