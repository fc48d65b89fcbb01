using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>What a payer is: the facets that choose shipped window rules.</summary>
public sealed record PayerFacts(string Name, string? Lob, string? Family, string? Plan, string? State, string? Network, string? Funding);

/// <summary>One way the payer is recognised in a remittance.</summary>
/// <param name="TypedBy">Who typed it in; null when a file said it.</param>
public sealed record PayerEvidenceRow(string Kind, string Value, DateTimeOffset FirstSeenAt, string? TypedBy);

/// <summary>The window that holds today for a step, and how good it is.</summary>
/// <param name="Own">Entered for this payer, not shipped.</param>
/// <param name="Conflicts">Other rules of the same rank, which say something else.</param>
/// <param name="Contest">Why this rule and not another.</param>
public sealed record WindowInForce(WindowAction Action, WindowRule Rule, bool Own, IReadOnlyList<string> Conflicts, RuleContest Contest)
{
    /// <summary>Whether nobody at the practice has checked it: shipped rules are rows to verify.</summary>
    public bool Unverified => Rule.VerifiedOn is null;
}

/// <summary>One version of one of the payer's own windows.</summary>
public sealed record WindowVersion(WindowRule Rule, DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? RetiredAt);

/// <summary>A payer's page.</summary>
public sealed record PayerView(
    int PayerId, int Version, PayerFacts Facts, IReadOnlyList<PayerEvidenceRow> Evidence, IReadOnlyList<WindowInForce> Windows, IReadOnlyList<WindowVersion> History,
    IReadOnlyList<string> MergedNames, long Open, decimal OpenAmount, long Assumed, decimal AssumedAmount);

/// <summary>One payer: what it is, how it is recognised, which window holds for each step and why, and every version there ever was.</summary>
public sealed class SeePayer(DeskSource database, TimeProvider clock)
{
    /// <summary>Steps a first look needs; others appear when the payer has a window for them.</summary>
    private static readonly WindowAction[] Always =
        [WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.CorrectedClaim, WindowAction.TimelyFiling, WindowAction.PeerToPeer, WindowAction.RecordsResponse];

    /// <summary>The page; null when there is no such payer, or the id of the payer it was merged into.</summary>
    public async Task<(PayerView? View, int? MergedInto)> Run(int payerId, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePayers);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            select p.version, p.name, p.lob, p.family, p.plan, p.state, p.network, p.funding, p.merged_into,
                   array(select m.name from payer m where m.merged_into = p.payer_id order by 1),
                   d.n, d.amount, d.assumed, d.assumed_amount
            from payer p,
                 lateral (select count(*) as n, coalesce(sum(denied_amount), 0) as amount, count(*) filter (where deadline_assumed) as assumed,
                                 coalesce(sum(denied_amount) filter (where deadline_assumed), 0) as assumed_amount
                          from denial where is_open and payer_id = p.payer_id and ($2::int[] is null or practice_id = any($2))) d
            where p.payer_id = $1
            """, connection)
        {
            Parameters = { new() { Value = payerId }, new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } },
        };
        PayerView view;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return (null, null); }

            if (!rows.IsDBNull(8)) { return (null, rows.GetInt32(8)); }

            string? Cell(int i) => rows.IsDBNull(i) ? null : rows.GetString(i);
            view = new(
                payerId, rows.GetInt32(0), new(rows.GetString(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6), Cell(7)), [], [], [],
                rows.GetFieldValue<string[]>(9), rows.GetInt64(10), rows.GetDecimal(11), rows.GetInt64(12), rows.GetDecimal(13));
        }

        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        return (view with
        {
            Evidence = await EvidenceAsync(connection, payerId, cancellation),
            Windows = WindowsOf(payerId, view.Facts, rules, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
            History = await HistoryAsync(connection, payerId, cancellation),
        }, null);
    }

    /// <summary>For each step the rule that would win for a plain denial with today's notice.</summary>
    internal static IReadOnlyList<WindowInForce> WindowsOf(int payerId, PayerFacts facts, RulesInForce rules, DateOnly today)
    {
        var context = new WindowContext
        {
            Contract = RulesInForce.ContractOf(payerId),
            Plan = null,
            Payer = facts.Plan,
            PayerFamily = facts.Family,
            Lob = facts.Lob,
            State = facts.State,
            Network = facts.Network,
            Funding = facts.Funding,
            ClaimType = "professional",
            DisputeType = "payment",
        };
        var events = WindowEvents.OfDenial(today, null, null, today, today);
        var own = rules.OwnOf(payerId);
        var all = rules.For(payerId);
        var found = new List<WindowInForce>();
        foreach (var action in Always.Concat(own.Select(r => r.Action)).Distinct())
        {
            var contest = RuleContest.Of(all, action, context, events);
            if ((RuleSelection.Pick(all, action, context, events) is [var first, ..] ? first : contest.Winner?.Rule) is not { } best) { continue; }

            var rule = contest.Winner is { Outcome: RuleOutcome.Wins } winner ? winner.Rule : best;
            found.Add(new(action, rule, own.Contains(rule), [.. contest.Rules.Where(r => r.Outcome == RuleOutcome.Conflicts).Select(r => r.Rule.Id)], contest));
        }

        return found;
    }

    private static async Task<List<PayerEvidenceRow>> EvidenceAsync(NpgsqlConnection connection, int payerId, CancellationToken cancellation)
    {
        // Index payer_evidence_payer.
        await using var command = new NpgsqlCommand("select kind, value, first_seen_at, typed_by from payer_evidence where payer_id = $1 order by kind, value", connection)
        {
            Parameters = { new() { Value = payerId } },
        };
        var found = new List<PayerEvidenceRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetString(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.IsDBNull(3) ? null : rows.GetString(3))); }

        return found;
    }

    private static async Task<List<WindowVersion>> HistoryAsync(NpgsqlConnection connection, int payerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select w.body::text, w.rule_version, w.created_at, coalesce(u.display_name, w.body->>'verified_by'), w.retired_at
            from window_rule w left join identity_users u on u.id = w.created_by
            where w.payer_id = $1 order by w.created_at desc, w.rule_id, w.rule_version desc
            """, connection)
        {
            Parameters = { new() { Value = payerId } },
        };
        var found = new List<WindowVersion>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                WindowRuleJson.Read(rows.GetString(0)) with { Version = rows.GetInt32(1) }, rows.GetFieldValue<DateTimeOffset>(2),
                rows.IsDBNull(3) ? null : rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetFieldValue<DateTimeOffset>(4)));
        }

        return found;
    }
}
