using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Audit;

/// <summary>The last run of one practice.</summary>
public sealed record AuditRunRow(int PracticeId, string Practice, DateTimeOffset FinishedAt, int Denials, int Remittances, int Found, int Cleared);

/// <summary>How the desk stands against itself.</summary>
/// <param name="Runs">The last run of every practice; empty before the first.</param>
/// <param name="Standing">Findings that stand and nobody has accepted, by kind.</param>
/// <param name="Accepted">Findings that stand and a person has accepted.</param>
public sealed record AuditView(IReadOnlyList<AuditRunRow> Runs, IReadOnlyDictionary<AuditKind, int> Standing, int Accepted)
{
    /// <summary>Everything that stands; the target is zero.</summary>
    public int Total => Standing.Values.Sum();
}

/// <summary>Last runs and counts of the self-audit.</summary>
public sealed class SeeAudit(DeskSource database)
{
    /// <summary>Of one practice, or of all this person sees.</summary>
    public sealed record Input
    {
        public int? PracticeId { get; init; }
    }

    /// <summary>Reads them.</summary>
    public async Task<AuditView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeAudit);
        var (standing, accepted) = await CountsAsync(input, actor, cancellation);
        return new(await RunsAsync(input, actor, cancellation), standing, accepted);
    }

    private async Task<(Dictionary<AuditKind, int> Standing, int Accepted)> CountsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        // Index audit_finding_standing: as many rows as stand.
        await using var command = Command(
            input, actor,
            """
            select kind, count(*) filter (where accepted_at is null), count(*) filter (where accepted_at is not null) from audit_finding
            where cleared_at is null and ($1::int[] is null or practice_id = any($1)) and ($2::int is null or practice_id = $2) group by kind
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var standing = new Dictionary<AuditKind, int>();
        var accepted = 0L;
        while (await rows.ReadAsync(cancellation))
        {
            standing[CodeNames.Read<AuditKind>(rows.GetString(0))] = (int)rows.GetInt64(1);
            accepted += rows.GetInt64(2);
        }

        return (standing, (int)accepted);
    }

    private async Task<List<AuditRunRow>> RunsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        // By primary key, one row a practice.
        await using var command = Command(
            input, actor,
            """
            select p.practice_id, p.name, r.finished_at, r.denials, r.remittances, r.found, r.cleared from practice p
            cross join lateral (select * from audit_run where practice_id = p.practice_id order by run_id desc limit 1) r
            where ($1::int[] is null or p.practice_id = any($1)) and ($2::int is null or p.practice_id = $2) order by p.name
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<AuditRunRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetInt32(6)));
        }

        return found;
    }

    private NpgsqlCommand Command(Input input, Actor actor, string sql)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.PracticeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        return command;
    }
}
