using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>A view that was kept, or why it was not.</summary>
public sealed record ViewKept(long? ViewId, Refusal? Refusal = null);

/// <summary>Saves, renames, shares, deletes and brings back a named queue; only its owner changes it.</summary>
public sealed class KeepView(DeskSource database, TimeProvider clock)
{
    /// <summary>What is done with it.</summary>
    public enum Act
    {
        /// <summary>A new one.</summary>
        Save,

        /// <summary>Another name, shared or not, other filters.</summary>
        Change,

        /// <summary>Away; it can be brought back.</summary>
        Delete,

        /// <summary>Brought back.</summary>
        Restore,

        /// <summary>Remembers the columns this person looks at; no view.</summary>
        Columns,
    }

    /// <summary>The view.</summary>
    public sealed record Input
    {
        public required Act Act { get; init; }

        /// <summary>Which one; null for a new one.</summary>
        public long? ViewId { get; init; }

        public string? Name { get; init; }

        /// <summary>Filters, columns and grouping as in the address, without the question mark; for columns, their names.</summary>
        public string? Query { get; init; }

        public bool Shared { get; init; }
    }

    /// <summary>Does it.</summary>
    public async Task<ViewKept> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (actor.UserId is not { } me) { return No("nobody", "Views belong to a person."); }

        if (input.Act is Act.Save or Act.Change && (string.IsNullOrWhiteSpace(input.Name) || input.Name.Trim().Length > 60)) { return No("name_missing", "Give the view a name of up to 60 characters."); }

        if (input.Query?.Length > (input.Act == Act.Columns ? 200 : 1000)) { return No("too_long", "This is too long to be kept. Narrow it by fewer things."); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            if (await WriteAsync(connection, transaction, input, me, cancellation) is not { } id) { return No("not_found", "There is no such view of yours."); }

            if (input.Act != Act.Columns)
            {
                await Journal.AppendAsync(
                    connection, transaction, actor, clock.GetUtcNow(), cancellation,
                    new JournalEntry("view." + Verb(input.Act), "view", id.ToString(CultureInfo.InvariantCulture), null, null, new { input.Name, input.Query, input.Shared }));
            }

            await transaction.CommitAsync(cancellation);
            return new(id);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return No("name_taken", "You have a view of this name. Choose another.");
        }
    }

    private async Task<long?> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Guid me, CancellationToken cancellation)
    {
        var (name, query, id) = (input.Name?.Trim() ?? "", input.Query ?? "", input.ViewId ?? 0);
        await using var command = new NpgsqlCommand { Connection = connection, Transaction = transaction };
        void Say(string sql, params object[] values)
        {
            command.CommandText = sql;
            foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }
        }

        switch (input.Act)
        {
            case Act.Save:
                Say("insert into queue_view (owner_id, name, query, shared) values ($1, $2, $3, $4) returning view_id", me, name, query, input.Shared);
                break;
            case Act.Change:
                Say(
                    "update queue_view set name = $3, query = $4, shared = $5, version = version + 1 where view_id = $1 and owner_id = $2 and deleted_at is null returning view_id",
                    id, me, name, query, input.Shared);
                break;
            case Act.Delete:
                Say("update queue_view set deleted_at = $3 where view_id = $1 and owner_id = $2 and deleted_at is null returning view_id", id, me, clock.GetUtcNow());
                break;
            case Act.Restore:
                Say("update queue_view set deleted_at = null where view_id = $1 and owner_id = $2 returning view_id", id, me);
                break;
            default:
                Say("insert into queue_columns (user_id, columns) values ($1, $2) on conflict (user_id) do update set columns = excluded.columns returning 0::bigint", me, query);
                break;
        }

        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static string Verb(Act act) => act switch { Act.Save => "saved", Act.Change => "changed", Act.Delete => "deleted", _ => "restored" };

    private static ViewKept No(string code, string sentence) => new(null, new(code, sentence));
}
