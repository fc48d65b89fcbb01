using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>One dispute that was made.</summary>
public sealed record MadeDispute(int PracticeId, long DisputeId, string Payer, int Lines, decimal Amount, DateOnly Due);

/// <summary>Makes work of underpaid lines: one letter or one call a payer, with all its lines and the payer's clock for disputing a payment.</summary>
public sealed class DisputeUnderpayments(DeskSource database, TimeProvider clock)
{
    /// <summary>Lines in one go at most.</summary>
    public const int Most = 2_000;

    /// <summary>Which lines, and how.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        /// <summary>Practice and number of each line.</summary>
        public required IReadOnlyList<UnderpaidLine> Lines { get; init; }

        /// <summary>letter or call.</summary>
        public required string Channel { get; init; }

        public string Note { get; init; } = "";
    }

    /// <summary>One line, by practice and number.</summary>
    public sealed record UnderpaidLine(int PracticeId, long UnderpaymentId);

    private sealed record Group(int PracticeId, int PayerId, string Payer, DateOnly Oldest, DateOnly? Service, long[] Ids, decimal Amount, WindowContext Context);

    /// <summary>The disputes made, one for each practice and payer; lines that are not open any more are left out. Made once.</summary>
    public async Task<(IReadOnlyList<MadeDispute> Made, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Channel is not ("letter" or "call")) { return ([], new("channel", "Choose a letter or a call.")); }

        var lines = input.Lines.Where(l => actor.Sees(l.PracticeId)).Distinct().Take(Most).ToList();
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "underpayments.dispute", input, now, cancellation);
        if (standing == CommandStanding.Repeated && result is not null) { return (JsonSerializer.Deserialize<MadeDispute[]>(result, JsonSerializerOptions.Web)!, null); }

        if (standing != CommandStanding.New) { return ([], new("command_reused", "This command was sent before with other content. Load the page again.")); }

        var groups = await GroupsAsync(connection, transaction, lines, cancellation);
        if (groups.Count == 0) { return ([], new("none_open", "None of these lines is open any more: mark some that are.")); }

        var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var made = new List<MadeDispute>();
        foreach (var group in groups) { made.Add(await MakeAsync(connection, transaction, input, group, DueOf(group, rules, today), actor, now, cancellation)); }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, made, cancellation);
        await transaction.CommitAsync(cancellation);
        return (made, null);
    }

    /// <summary>The clock of a payment dispute: reconsideration, from the oldest line's remittance; thirty days from today where no rule tells.</summary>
    private static (DateOnly Due, string Sentence, bool Assumed) DueOf(Group group, RulesInForce rules, DateOnly today)
    {
        var events = WindowEvents.OfDenial(group.Oldest, null, null, group.Service, group.Service);
        var deadline = DeadlineRule.Compute(rules.For(group.PayerId), WindowAction.Reconsideration, group.Context, events);
        return deadline is { DueOn: { } due } ? (due, deadline.Sentence, deadline.Assumed) : (today.AddDays(30), "Thirty days from today: no window for disputing a payment is known.", true);
    }

    private static async Task<List<Group>> GroupsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<UnderpaidLine> lines, CancellationToken cancellation)
    {
        // By primary key; the rows stay as they are until the dispute is made.
        await using var command = new NpgsqlCommand(
            """
            with mine as (
                select u.* from unnest($1::int[], $2::bigint[]) as x (practice_id, id) join underpayment u on u.practice_id = x.practice_id and u.underpayment_id = x.id and u.state = 'open' for update of u)
            select m.practice_id, m.payer_id, p.name, min(m.remit_date), min(m.service_on), array_agg(m.underpayment_id order by m.underpayment_id), sum(m.shortfall), p.plan, p.family, p.lob, p.state, p.network, p.funding
            from mine m join payer p on p.payer_id = m.payer_id group by 1, 2, 3, 8, 9, 10, 11, 12, 13 order by 1, 2
            """, connection, transaction)
        {
            Parameters = { new() { Value = lines.Select(l => l.PracticeId).ToArray() }, new() { Value = lines.Select(l => l.UnderpaymentId).ToArray() } },
        };
        var found = new List<Group>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            string? Cell(int i) => r.IsDBNull(i) ? null : r.GetString(i);
            found.Add(new(
                r.GetInt32(0), r.GetInt32(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.GetFieldValue<DateOnly>(4), r.GetFieldValue<long[]>(5), r.GetDecimal(6),
                new()
                {
                    Contract = RulesInForce.ContractOf(r.GetInt32(1)),
                    Plan = null,
                    Payer = Cell(7),
                    PayerFamily = Cell(8),
                    Lob = Cell(9),
                    State = Cell(10),
                    Network = Cell(11),
                    Funding = Cell(12),
                    ClaimType = "professional",
                    DisputeType = "payment",
                }));
        }

        return found;
    }

    private static async Task<MadeDispute> MakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Group group, (DateOnly On, string Sentence, bool Assumed) due, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into underpayment_dispute (practice_id, payer_id, channel, state, lines, amount, due_on, due_sentence, due_assumed, note, made_at, made_by, made_name)
            values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, left($9, 2000), $10, $11, $12) returning dispute_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = group.PracticeId }, new() { Value = group.PayerId }, new() { Value = input.Channel }, new() { Value = group.Ids.Length }, new() { Value = group.Amount }, new() { Value = due.On },
                new() { Value = due.Sentence }, new() { Value = due.Assumed }, new() { Value = input.Note }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await using var mark = new NpgsqlCommand("update underpayment set state = 'disputed', dispute_id = $2, changed_at = $3 where practice_id = $1 and underpayment_id = any($4)", connection, transaction)
        {
            Parameters = { new() { Value = group.PracticeId }, new() { Value = id }, new() { Value = now }, new() { Value = group.Ids } },
        };
        await mark.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "underpayments.disputed", "dispute", id.ToString(CultureInfo.InvariantCulture), group.PracticeId, null, new { group.PayerId, Lines = group.Ids.Length, group.Amount, Due = due.On }, input.CommandId));
        return new(group.PracticeId, id, group.Payer, group.Ids.Length, group.Amount, due.On);
    }
}
