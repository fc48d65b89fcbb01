using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Routing;

/// <summary>Adds, renames or retires a team. A retired team has no members; rules that name it pass their work on.</summary>
public sealed class EditTeam(DeskSource database, TimeProvider clock)
{
    /// <summary>The team as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>Which team; null adds one.</summary>
        public int? TeamId { get; init; }

        /// <summary>What people call it.</summary>
        public required string Name { get; init; }

        /// <summary>True: it is no more.</summary>
        public bool Retire { get; init; }
    }

    /// <summary>Null when saved, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        if (input.Name.Trim().Length is 0 or > 60) { return new("team_name", "Give the team a name of at most 60 letters."); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        int? id;
        try
        {
            id = await SaveAsync(connection, transaction, input, cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new("team_taken", $"There is a team called {input.Name.Trim()} already. Choose another name.");
        }

        if (id is null) { return new("team_unknown", "This team is not there any more. Load the page again."); }

        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry(input.Retire ? "team.retired" : input.TeamId is null ? "team.added" : "team.renamed", "team", id.Value.ToString(CultureInfo.InvariantCulture), null, null, new { input.Name }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private async Task<int?> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            (input.TeamId, input.Retire) switch
            {
                (null, _) => "insert into team (name) values ($2) returning team_id",
                (_, true) => "with gone as (delete from team_member where team_id = $1) update team set retired_at = $3, version = version + 1 where team_id = $1 and retired_at is null returning team_id",
                _ => "update team set name = $2, version = version + 1 where team_id = $1 and retired_at is null returning team_id",
            }, connection, transaction);
        command.Parameters.Add(new() { Value = (object?)input.TeamId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = input.Name.Trim(), NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }
}
