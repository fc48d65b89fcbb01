using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>
/// Puts a change of a payer's windows in force and works every open denial of the payer out again, in one transaction: rule versions,
/// clocks and journal change together or not at all.
/// </summary>
public sealed class ApplyWindow(DeskSource database, TimeProvider clock, WindowSettings settings)
{
    /// <summary>The change, and the state of the payer it was looked at in.</summary>
    public sealed record Input
    {
        /// <summary>What is wanted.</summary>
        public required WindowWish Wish { get; init; }

        /// <summary>The payer's version on the page; another one means somebody changed it meanwhile.</summary>
        public required int PayerVersion { get; init; }

        /// <summary>The proposal that is approved; its own wish counts. Needed where a second admin has to agree.</summary>
        public long? Proposal { get; init; }
    }

    /// <summary>The impact as it happened, or why nothing happened.</summary>
    public async Task<(WindowImpact? Impact, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await WorkLongAsync(connection, transaction, cancellation);
        var proposal = input.Proposal is { } id ? await WindowProposals.HoldAsync(connection, transaction, id, cancellation) : null;
        if (Refuse(input, proposal, actor) is { } notAllowed) { return (null, notAllowed); }

        var wish = proposal?.Wish ?? input.Wish;
        var (change, refusal) = await WindowChange.PlanAsync(connection, transaction, wish, proposal?.ProposedName ?? actor.Name, now, apply: true, cancellation);
        if (change is null) { return (null, refusal); }

        if (change.PayerVersion != input.PayerVersion)
        {
            return (null, new("payer_changed", $"Someone changed {change.PayerName} while you were looking at it. Open the page again and check the preview."));
        }

        if (proposal?.Refuse(change.Impact) is { } changed) { return (null, changed); }

        // While the database rewrites the rows, what the journal will say of them is written here.
        var entries = Task.Run(() => Entries(wish.PayerId, change).Select(Journal.Written).ToArray(), cancellation);
        await SaveRulesAsync(connection, transaction, wish.PayerId, change.Revision, actor, now, cancellation);
        await change.Impact.SaveAsync(connection, transaction, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, await entries);
        if (proposal is not null) { await WindowProposals.DecideAsync(connection, transaction, proposal.ProposalId, "approved", actor, now, cancellation); }

        await Queue.DeskChange.TellAnythingAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return (change.Impact, null);
    }

    /// <summary>The session may think for a while between two statements: a hundred thousand clocks are worked out inside the transaction. Reading them is sorted in memory.</summary>
    private static async Task WorkLongAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_config('idle_in_transaction_session_timeout', '300s', true), set_config('work_mem', '64MB', true)", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Refusal? Refuse(Input input, HeldProposal? proposal, Actor actor) => (input.Proposal, proposal) switch
    {
        (null, _) when settings.SecondAdmin => new("second_person", "On this desk a second admin has to approve a change of windows. Propose it."),
        (not null, null) => new("proposal_gone", "This proposal was decided meanwhile. Open the page again."),
        (_, { } held) => held.Refuse(actor),
        _ => null,
    };

    private static async Task SaveRulesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int payerId, WindowRevision revision, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var rule in revision.Retired)
        {
            batch.BatchCommands.Add(new("update window_rule set retired_at = $3 where rule_id = $1 and rule_version = $2")
            {
                Parameters = { new() { Value = rule.Id }, new() { Value = rule.Version }, new() { Value = now } },
            });
        }

        foreach (var rule in revision.Added)
        {
            batch.BatchCommands.Add(new(
                "insert into window_rule (rule_id, rule_version, payer_id, action, body, tier, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)")
            {
                Parameters =
                {
                    new() { Value = rule.Id }, new() { Value = rule.Version }, new() { Value = payerId }, new() { Value = rule.Action.Text() },
                    new() { Value = WindowRuleJson.Write(rule), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = rule.Tier.Text() }, new() { Value = now },
                    new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                },
            });
        }

        batch.BatchCommands.Add(new("update payer set version = version + 1 where payer_id = $1") { Parameters = { new() { Value = payerId } } });
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>One entry for the payer with the rules before and after, one for each denial whose last day moved.</summary>
    private static IEnumerable<JournalEntry> Entries(int payerId, WindowChange change)
    {
        yield return new(
            "payer.window_changed", "payer", payerId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Old: change.Revision.Retired.Select(Told), New: new { Rules = change.Revision.Added.Select(Told), Effect = change.Impact.Sentence });
        foreach (var entry in MovedEntries.Of(change.Impact.Moves)) { yield return entry; }
    }

    /// <summary>The entry of a denial whose last day moved.</summary>
    internal static JournalEntry Told(ClockedDenial denial, StoredClock after) => new(
        "denial.deadline_moved", "denial", denial.DenialId.ToString(System.Globalization.CultureInfo.InvariantCulture), denial.PracticeId, Old: Told(denial.Clock), New: Told(after));

    private static object Told(WindowRule rule) => new { rule.Id, rule.Version, Action = rule.Action.Text(), Clocks = rule.Clocks.Select(c => $"{c.Amount} {c.Unit.Text()} from {c.Anchor.Text()}"), rule.EffectiveFrom, rule.EffectiveTo, rule.Source };

    private static object Told(StoredClock stored) => new { Action = stored.Action.Text(), stored.DueOn, stored.RuleId, stored.RuleVersion };
}
