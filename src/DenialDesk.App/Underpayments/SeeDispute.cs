using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>A dispute in the list.</summary>
public sealed record DisputeRow(
    int PracticeId, long DisputeId, string Practice, string Payer, string Channel, string State, int Lines, decimal Amount, decimal Recovered, DateOnly Due, bool DueAssumed, string DueSentence, string Note,
    string Reference, DateOnly? SentOn, DateTimeOffset MadeAt, string MadeBy);

/// <summary>One line of a dispute's schedule.</summary>
public sealed record DisputeLine(string Account, string PayerClaimNumber, DateOnly Service, string Code, string Modifiers, decimal Units, decimal Charge, decimal Allowed, decimal? Expected, decimal Shortfall, string Sentence, string State, decimal Recovered);

/// <summary>A dispute with its schedule of lines.</summary>
public sealed record DisputeView(DisputeRow Dispute, IReadOnlyList<DisputeLine> Lines);

/// <summary>Disputes of payments, the nearest last day first, and one with its schedule of lines for the letter or the call.</summary>
public sealed class SeeDispute(DeskSource database, TimeProvider clock)
{
    private const string Columns =
        """
        select d.practice_id, d.dispute_id, c.name, p.name, d.channel, d.state, d.lines, d.amount, d.recovered, d.due_on, d.due_assumed, d.due_sentence, d.note, d.reference, d.sent_on, d.made_at, d.made_name
        from underpayment_dispute d join practice c on c.practice_id = d.practice_id join payer p on p.payer_id = d.payer_id
        """ + " ";

    /// <summary>Which dispute.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DisputeId { get; init; }
    }

    /// <summary>The dispute; null when there is none for this person.</summary>
    public async Task<DisputeView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var command = database.CreateCommand(Columns + "where d.practice_id = $1 and d.dispute_id = $2");
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.DisputeId);
        if (await ReadAsync(command, cancellation) is not [var dispute]) { return null; }

        var lines = await LinesAsync(input, cancellation);
        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.dispute", "dispute", $"{input.DisputeId}", input.PracticeId), cancellation);
        return new(dispute, lines);
    }

    /// <summary>Those that are not over, or all; the nearest last day first.</summary>
    public async Task<IReadOnlyList<DisputeRow>> ListAsync(bool all, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        // Index underpayment_dispute_open.
        await using var command = database.CreateCommand(Columns + "where ($1::int[] is null or d.practice_id = any($1)) and ($2 or d.state in ('open', 'sent')) order by d.due_on, d.dispute_id limit 500");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(all);
        return await ReadAsync(command, cancellation);
    }

    private static async Task<List<DisputeRow>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<DisputeRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetInt32(6), r.GetDecimal(7), r.GetDecimal(8), r.GetFieldValue<DateOnly>(9), r.GetBoolean(10),
                r.GetString(11), r.GetString(12), r.GetString(13), r.IsDBNull(14) ? null : r.GetFieldValue<DateOnly>(14), r.GetFieldValue<DateTimeOffset>(15), r.GetString(16)));
        }

        return found;
    }

    private async Task<List<DisputeLine>> LinesAsync(Input input, CancellationToken cancellation)
    {
        // Index underpayment_dispute_lines.
        await using var command = database.CreateCommand(
            """
            select u.account, a.payer_claim_number, u.service_on, u.code, u.modifiers, u.units, u.charge, u.allowed, u.expected, u.shortfall, u.sentence, u.state, u.recovered
            from underpayment u join adjudication a on a.practice_id = u.practice_id and a.adjudication_id = u.adjudication_id
            where u.practice_id = $1 and u.dispute_id = $2 order by u.service_on, u.account, u.line_no
            """);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.DisputeId);
        var found = new List<DisputeLine>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetString(0), r.GetString(1), r.GetFieldValue<DateOnly>(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), r.GetDecimal(6), r.GetDecimal(7), r.IsDBNull(8) ? null : r.GetDecimal(8), r.GetDecimal(9),
                r.GetString(10), r.GetString(11), r.GetDecimal(12)));
        }

        return found;
    }
}
