using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>A run: who did what to how many, and how far it is.</summary>
public sealed record BulkRunView(
    long RunId, string Act, DateTimeOffset MadeAt, Guid MadeBy, string MadeName, string State, string? UndoneName, int Waiting, int Done, int Refused, int Undone, int Left, decimal Amount)
{
    /// <summary>All its rows.</summary>
    public int Rows => Waiting + Done + Refused + Undone + Left;

    /// <summary>Whether nothing more will change by itself.</summary>
    public bool Still => State is "done" or "undone";

    /// <summary>Rows of the present direction that are behind it.</summary>
    public int Passed => State is "undoing" or "undone" ? Undone + Left + Refused : Rows - Waiting;
}

/// <summary>What became of one row.</summary>
public sealed record BulkRowView(int No, int PracticeId, long DenialId, string Account, string Payer, decimal Amount, string Result, string? Sentence);

/// <summary>A run with a page of its rows.</summary>
public sealed record BulkView(BulkRunView Run, IReadOnlyList<BulkRowView> Rows);

/// <summary>Reads a run and what became of its rows.</summary>
public sealed class SeeBulk(DeskSource database, TimeProvider clock)
{
    /// <summary>Which run and which rows.</summary>
    public sealed record Input
    {
        public required long RunId { get; init; }

        /// <summary>Rows with this result only.</summary>
        public string? Result { get; init; }

        /// <summary>After this row.</summary>
        public int After { get; init; }

        /// <summary>0 reads the run alone.</summary>
        public int Take { get; init; } = 100;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    internal const string Head =
        """
        select b.run_id, b.act, b.made_at, b.made_by, b.made_name, b.state, b.undone_name,
               count(*) filter (where x.result = 'waiting')::int, count(*) filter (where x.result = 'done')::int, count(*) filter (where x.result = 'refused')::int,
               count(*) filter (where x.result = 'undone')::int, count(*) filter (where x.result = 'left')::int, coalesce(sum(x.amount), 0)
        from bulk_run b join bulk_row x using (run_id)
        """;

    /// <summary>The run; null when it is not there for this person.</summary>
    public async Task<BulkView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);

        // By primary key, and the run's rows by theirs.
        await using var command = database.CreateCommand(Head + " where b.run_id = $1 and (b.made_by = $2 or $3) group by b.run_id");
        command.Parameters.Add(new() { Value = input.RunId });
        command.Parameters.Add(new() { Value = actor.UserId ?? Guid.Empty });
        command.Parameters.Add(new() { Value = actor.May(Permission.AssignOthers) });
        BulkRunView run;
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return null; }

            run = Read(r);
        }

        return new(run, input.Take == 0 ? [] : await RowsAsync(input, actor, cancellation));
    }

    internal static BulkRunView Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.GetGuid(3), r.GetString(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6),
        r.GetInt32(7), r.GetInt32(8), r.GetInt32(9), r.GetInt32(10), r.GetInt32(11), r.GetDecimal(12));

    private async Task<IReadOnlyList<BulkRowView>> RowsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select x.row_no, x.practice_id, x.denial_id, d.patient_control_number, p.name, x.amount, x.result, x.sentence
            from bulk_row x join denial d using (practice_id, denial_id) join payer p on p.payer_id = d.payer_id
            where x.run_id = $1 and x.row_no > $2 and ($3::text is null or x.result = $3) and ($4::int[] is null or x.practice_id = any($4)) order by x.row_no limit $5
            """);
        command.Parameters.Add(new() { Value = input.RunId });
        command.Parameters.Add(new() { Value = input.After });
        command.Parameters.Add(new() { Value = (object?)input.Result ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = Math.Clamp(input.Take, 1, 50_000) });
        var found = new List<BulkRowView>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                found.Add(new(r.GetInt32(0), r.GetInt32(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7)));
            }
        }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Export ? "read.bulk_exported" : "read.bulk", "denials", found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), Shown: [.. found.Select(f => f.DenialId)]), cancellation);
        return found;
    }
}
