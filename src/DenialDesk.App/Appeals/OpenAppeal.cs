// Reason for length: one command that begins an appeal, single or of many claims, with its first letter.
using System.Globalization;
using System.Text;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Templates;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>Begins an appeal of a denial at a level, with its root cause and the first text of its letter; several denials of one payer become one letter with a schedule.</summary>
public sealed class OpenAppeal(DeskSource database, TimeProvider clock)
{
    /// <summary>The most claims one letter names.</summary>
    public const int MostClaims = 100;

    /// <summary>What to begin.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        /// <summary>The denials, one or several of the same payer; the first one decides level and template.</summary>
        public required IReadOnlyList<long> DenialIds { get; init; }

        /// <summary>The level; null takes the recommended one.</summary>
        public WindowAction? Level { get; init; }

        /// <summary>Where it began: the department, and the step of the office's own workflow. May be left empty when it was said before.</summary>
        public string Department { get; init; } = "";

        public string Step { get; init; } = "";
    }

    private sealed record Member(DenialRecord Denial, ClockedDenial Clock);

    /// <summary>Begins it, once.</summary>
    public async Task<AppealResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "appeal.open", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return AppealResult.Reused; }

        if (standing == CommandStanding.Repeated) { return new(true, null, result is null ? 0 : JsonSerializer.Deserialize<JsonElement>(result).GetProperty("appealId").GetInt64(), 1); }

        var (members, refused) = await HoldAsync(connection, transaction, input, actor, now, cancellation);
        if (refused is not null) { return new(false, refused); }

        var (offer, follows) = await OfferAsync(connection, transaction, input, members, cancellation);
        if (await RefuseAsync(connection, transaction, input, members, offer, cancellation) is { } refusal) { return new(false, refusal); }

        var facts = await LetterFacts.OfAsync(connection, transaction, input.PracticeId, input.DenialIds[0], actor.Name, now, cancellation);
        var (subject, body) = await LetterAsync(connection, transaction, input, members, offer, facts!, actor, now, cancellation);
        var appeal = await InsertAsync(connection, transaction, input, actor, now, members, offer, follows, facts!, cancellation);
        await AppealLetters.AddAsync(connection, transaction, new(input.PracticeId, appeal, 1, subject, body, "template", []), actor, now, cancellation);
        if (input.Step.Trim().Length > 0) { await CauseAsync(connection, transaction, input, actor, now, members, cancellation); }

        await new AppealEvent("opened", "", AppealStatus.Draft.Text()) { LetterVersion = 1, LetterHash = AppealRecord.HashOf(subject, body), Amount = members.Sum(m => m.Denial.Facts.DeniedAmount), CommandId = input.CommandId }
            .AddAsync(connection, transaction, input.PracticeId, appeal, actor, now, cancellation);
        foreach (var member in members) { await DeskChange.TellAsync(connection, transaction, input.PracticeId, member.Denial.DenialId, cancellation); }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { appealId = appeal }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, appeal, 1);
    }

    private static async Task<(List<Member> Members, Refusal? Refused)> HoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var members = new List<Member>();
        if (input.DenialIds.Count is 0 or > MostClaims) { return (members, new("appeal_claims", $"One letter names 1 to {MostClaims} claims. Make more than one.")); }

        foreach (var id in input.DenialIds.Distinct().Order())
        {
            if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, id, actor, now, cancellation) is not { } denial) { return (members, new("not_found", "There is no such denial.")); }

            if (!DenialSteps.IsOpen(denial.Facts.State)) { return (members, new("closed", $"Denial {id} is closed: there is nothing to appeal. Reopen it first.")); }

            if (denial.Owner is { } owner && owner != actor.UserId && !actor.May(Permission.AssignOthers))
            {
                return (members, new("owned", $"{denial.OwnerName} is working on denial {id}. Ask them, or a manager, to hand it over."));
            }

            members.Add(new(denial, (await DenialClocks.OpenAsync(connection, transaction, input.PracticeId, [id], cancellation))[0]));
        }

        return members.Select(m => m.Denial.PayerId).Distinct().Count() > 1
            ? (members, new("appeal_payers", "These claims are of different payers. One letter goes to one payer; make one for each."))
            : (members, null);
    }

    private static async Task<(LevelOffer Offer, long? Follows)> OfferAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, List<Member> members, CancellationToken cancellation)
    {
        var lead = members.Find(m => m.Denial.DenialId == input.DenialIds[0])!;
        var rules = (await RulesInForce.LoadAsync(connection, transaction, cancellation)).For(lead.Denial.PayerId);
        return await AppealLevels.OfAsync(connection, transaction, lead.Clock, rules, members.Sum(m => m.Denial.Facts.DeniedAmount), input.Level, cancellation);
    }

    private static async Task<Refusal?> RefuseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, List<Member> members, LevelOffer offer, CancellationToken cancellation)
    {
        if (!offer.Open) { return new("no_level", offer.Sentence); }

        // By appeal_denial_denial.
        await using var open = new NpgsqlCommand(
            "select m.denial_id from appeal_denial m join appeal a using (practice_id, appeal_id) where m.practice_id = $1 and m.denial_id = any($2) and a.is_open order by 1 limit 1", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = members.Select(m => m.Denial.DenialId).ToArray() } },
        };
        if (await open.ExecuteScalarAsync(cancellation) is long running) { return new("appeal_running", $"Denial {running} has an appeal under way. Finish or withdraw that one first."); }

        if (input.Step.Trim().Length > 0) { return RefuseCause(input); }

        await using var known = new NpgsqlCommand(
            "select count(*) from unnest($2::bigint[]) as x (id) where not exists (select 1 from denial_cause c where c.practice_id = $1 and c.denial_id = x.id)", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = members.Select(m => m.Denial.DenialId).ToArray() } },
        };
        return (long)(await known.ExecuteScalarAsync(cancellation))! == 0
            ? null
            : new("cause_missing", "Say where this denial began before you appeal it: the department, and the step that let it in. Otherwise the next one comes the same way.");
    }

    private static Refusal? RefuseCause(Input input) => input.Department.Trim().Length is 0 or > 60
        ? new("cause_department", "Name the department where it began, in at most 60 letters.")
        : input.Step.Trim().Length > 200 ? new("cause_step", "Say in at most 200 letters which step let it in.") : null;

    private static async Task<(string Subject, string Body)> LetterAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, List<Member> members, LevelOffer offer, LetterFacts facts, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (members.Count == 1)
        {
            var (subject, text, _) = facts.Write(facts.Choose(await LetterFacts.TemplatesAsync(connection, transaction, cancellation), offer.Level!.Value), offer.Level.Value, offer.Deadline?.DueOn);
            return (subject, text);
        }

        var schedule = new StringBuilder("| No. | Patient | Member | Your claim | Service | Refused with | Amount |");
        var number = 0;
        foreach (var id in input.DenialIds.Distinct())
        {
            var values = (await LetterFacts.OfAsync(connection, transaction, input.PracticeId, id, actor.Name, now, cancellation))!.Values;
            schedule.Append(CultureInfo.InvariantCulture, $"\n| {++number} | {Cell(values["patient_name"])} | {Cell(values["member_number"])} | {Cell(values["payer_claim_number"])} | {Cell(values["service_from"])} | {Cell(values["reason_code"])} | {Cell(values["denied_amount"])} |");
        }

        schedule.Append(CultureInfo.InvariantCulture, $"\n| | | | | | Together | {Dollars.Text(members.Sum(m => m.Denial.Facts.DeniedAmount))} |");
        var fields = facts.For(offer.Level!.Value);
        return BatchLetter.Write(fields, AppealForms.Of(offer.Level.Value, members[0].Clock.Context.Lob).Name, members.Count, schedule.ToString(), AppealArguments.Of(facts.Category));
    }

    private static string Cell(string? value) => value is { Length: > 0 } ? value.Replace('|', '/') : "[missing]";

    private static async Task<long> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, List<Member> members, LevelOffer offer, long? follows, LetterFacts facts, CancellationToken cancellation)
    {
        var level = offer.Level!.Value;
        var form = AppealForms.Of(level, members[0].Clock.Context.Lob);
        var channel = facts.Conduct.For(level) is [var first, ..] ? first : null;
        await using var command = new NpgsqlCommand(
            """
            with a as (
                insert into appeal (practice_id, denial_id, payer_id, level, level_name, form, status, is_open, amount, due_on, due_assumed, due_sentence, due_rule, wants, channel, signature_asked, follows,
                                    opened_at, opened_on, opened_by, opened_name, changed_at)
                values ($1, $2, $3, $4, $5, $6, 'draft', true, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $16) returning appeal_id),
            m as (insert into appeal_denial (practice_id, appeal_id, denial_id, amount) select $1, a.appeal_id, x.id, x.amount from a, unnest($20::bigint[], $21::numeric[]) as x (id, amount))
            select appeal_id from a
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(input.PracticeId, NpgsqlDbType.Integer);
        Add(input.DenialIds[0], NpgsqlDbType.Bigint);
        Add(members[0].Denial.PayerId, NpgsqlDbType.Integer);
        Add(level.Text(), NpgsqlDbType.Text);
        Add(form.Name, NpgsqlDbType.Text);
        Add(channel?.Form is { Length: > 0 } own ? own : form.Form, NpgsqlDbType.Text);
        Add(members.Sum(m => m.Denial.Facts.DeniedAmount), NpgsqlDbType.Numeric);
        Add(offer.Deadline?.DueOn, NpgsqlDbType.Date);
        Add(offer.Deadline?.Assumed ?? true, NpgsqlDbType.Boolean);
        Add(offer.Sentence, NpgsqlDbType.Text);
        Add(offer.Deadline?.RuleId ?? "", NpgsqlDbType.Text);
        Add(offer.Deadline?.RequiresDoc.ToArray() ?? [], NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(channel?.Channel.Text() ?? "", NpgsqlDbType.Text);
        Add(facts.Conduct.ProviderSigns, NpgsqlDbType.Boolean);
        Add(follows, NpgsqlDbType.Bigint);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(members[0].Denial.Today, NpgsqlDbType.Date);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.Name, NpgsqlDbType.Text);
        Add(members.Select(m => m.Denial.DenialId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        Add(members.Select(m => m.Denial.Facts.DeniedAmount).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task CauseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, List<Member> members, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into denial_cause (practice_id, denial_id, at, author_id, author_name, category, department, step)
            select $1, x.id, $3, $4, $5, x.category, $6, $7 from unnest($2::bigint[], $8::text[]) as x (id, category)
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = members.Select(m => m.Denial.DenialId).ToArray() }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = input.Department.Trim() }, new() { Value = input.Step.Trim() },
                new() { Value = members.Select(m => m.Denial.Category).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
