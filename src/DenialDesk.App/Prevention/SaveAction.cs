using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>An action that was saved, or why not.</summary>
public sealed record SavedAction(long ActionId, int Version, Refusal? Refusal)
{
    /// <summary>Whether it was saved.</summary>
    public bool Done => Refusal is null;
}

/// <summary>Proposes a change, from an alert or by hand, or changes its words; the cluster is fixed once it was put in force.</summary>
public sealed class SaveAction(DeskSource database, TimeProvider clock)
{
    /// <summary>Denials kept as evidence of a new action.</summary>
    private const int Examples = 20;

    private static readonly string[] Periods = ["never", "month", "quarter", "year"];

    /// <summary>The action as it is to be.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        /// <summary>Null: a new one.</summary>
        public long? ActionId { get; init; }

        /// <summary>As it was seen; 0 for a new one.</summary>
        public int Version { get; init; }

        /// <summary>The alert it comes from; its cluster then holds.</summary>
        public long? AlertId { get; init; }

        public required string Title { get; init; }

        public int? PayerId { get; init; }

        public required string Category { get; init; }

        public string Carc { get; init; } = "";

        public string Provider { get; init; } = "";

        public string Procedure { get; init; } = "";

        public string Step { get; init; } = "";

        public string Department { get; init; } = "";

        public Guid? OwnerId { get; init; }

        /// <summary>What changes in the office's workflow.</summary>
        public string Change { get; init; } = "";

        /// <summary>What shows the cause, in words.</summary>
        public string Evidence { get; init; } = "";

        public string Training { get; init; } = "";

        /// <summary>One line an item.</summary>
        public IReadOnlyList<string> Checklist { get; init; } = [];

        public DateOnly? DueOn { get; init; }

        /// <summary>never, month, quarter or year.</summary>
        public string RemindEvery { get; init; } = "never";

        public DateOnly? RemindOn { get; init; }

        public string RemindText { get; init; } = "";
    }

    /// <summary>The action's number and version, or why nothing was saved.</summary>
    public async Task<SavedAction> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        if (Wrong(input) is { } wrong) { return No(wrong.Code, wrong.Sentence); }

        if (!actor.Sees(input.PracticeId)) { return No("not_found", "There is no such practice."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "prevention.save", input, now, cancellation);
        if (standing == CommandStanding.Repeated && result is not null) { return JsonSerializer.Deserialize<SavedAction>(result, JsonSerializerOptions.Web)!; }

        if (standing != CommandStanding.New) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        var saved = input.ActionId is null
            ? await AddAsync(connection, transaction, input, actor, now, cancellation)
            : await ChangeAsync(connection, transaction, input, actor, now, cancellation);
        if (!saved.Done) { return saved; }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, saved, cancellation);
        await transaction.CommitAsync(cancellation);
        return saved;
    }

    private static SavedAction No(string code, string sentence) => new(0, 0, new(code, sentence));

    private static Refusal? Wrong(Input input)
        => input.Title.Trim().Length is 0 or > 200 ? new("title", "Give it a title of at most 200 letters.")
            : CodeNames.TryRead<DenialCategory>(input.Category) is null ? new("category", "Choose the category of the denials it is about.")
            : input.Change.Length > 2000 || input.Evidence.Length > 2000 || input.Training.Length > 500 || input.Step.Length > 200 || input.RemindText.Length > 200 ? new("too_long", "A text is too long: shorten it.")
            : input.Checklist.Count > 30 || input.Checklist.Any(c => c.Length > 200) ? new("checklist", "At most 30 things to tick, each of at most 200 letters.")
            : !Periods.Contains(input.RemindEvery) ? new("remind", "Choose how often to be reminded.")
            : input.RemindEvery != "never" && input.RemindOn is null ? new("remind_on", "On which day does the first reminder come?")
            : null;

    private static async Task<SavedAction> AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into prevention_action (practice_id, title, payer_id, category, carc, provider, procedure, cause_step, department, owner_id, owner_name, change_text, evidence, training, checklist, due_on, remind_every,
                remind_on, remind_text, status, alert_id, made_at, made_by, made_name, changed_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce((select display_name from identity_users where id = $10), ''), $11, $12, $13, $14::jsonb, $15, $16, $17, $18, 'proposed', $19, $20, $21, $22, $20
            returning action_id
            """, connection, transaction);
        Fill(command, input, [.. input.Checklist.Select(c => new CheckItem(c.Trim()))]);
        command.Parameters.Add(new() { Value = (object?)input.AlertId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(now);
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(actor.Name);
        var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        if (input.AlertId is { } alert && await LinkAlertAsync(connection, transaction, input.PracticeId, alert, id, cancellation) is { } refusal) { return new(0, 0, refusal); }

        await EvidenceAsync(connection, transaction, input, id, cancellation);
        var held = await HeldAction.HoldAsync(connection, transaction, input.PracticeId, id, actor, cancellation);
        await held!.TellAsync(connection, transaction, "proposed", PreventionStatus.Proposed, input.Title, actor, now, input.CommandId, cancellation);
        return new(id, 1, null);
    }

    private static async Task<SavedAction> ChangeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await HeldAction.HoldAsync(connection, transaction, input.PracticeId, input.ActionId!.Value, actor, cancellation) is not { } held) { return No("not_found", "There is no such action."); }

        if (held.Version != input.Version) { return No("changed", "Somebody changed this action meanwhile. Load the page again; nothing was saved."); }

        if (held.Round > 0 && held.Key != new ClusterKey(input.PayerId, input.Category, input.Carc.Trim().ToUpperInvariant(), input.Provider.Trim(), input.Procedure.Trim().ToUpperInvariant()))
        {
            return No("cluster_fixed", "What it is measured on was fixed when it was put in force. Propose another action for other denials.");
        }

        // What was ticked stays ticked as long as its text stays.
        CheckItem[] checklist = [.. input.Checklist.Select(c => held.Checklist.FirstOrDefault(h => h.Text == c.Trim()) ?? new CheckItem(c.Trim()))];
        await using var command = new NpgsqlCommand(
            """
            update prevention_action set title = $2, payer_id = $3, category = $4, carc = $5, provider = $6, procedure = $7, cause_step = $8, department = $9, owner_id = $10,
                owner_name = coalesce((select display_name from identity_users where id = $10), ''), change_text = $11, evidence = $12, training = $13, checklist = $14::jsonb, due_on = $15, remind_every = $16,
                remind_on = $17, remind_text = $18, changed_at = $20, version = version + 1
            where practice_id = $1 and action_id = $19
            """, connection, transaction);
        Fill(command, input, checklist);
        command.Parameters.AddWithValue(held.ActionId);
        command.Parameters.AddWithValue(now);
        await command.ExecuteNonQueryAsync(cancellation);
        await held.TellAsync(connection, transaction, "edited", held.Status, "", actor, now, input.CommandId, cancellation);
        return new(held.ActionId, held.Version + 1, null);
    }

    private static void Fill(NpgsqlCommand command, Input input, IReadOnlyList<CheckItem> checklist)
    {
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(input.PracticeId, NpgsqlDbType.Integer);
        Add(input.Title.Trim(), NpgsqlDbType.Text);
        Add(input.PayerId, NpgsqlDbType.Integer);
        Add(input.Category, NpgsqlDbType.Text);
        Add(input.Carc.Trim().ToUpperInvariant(), NpgsqlDbType.Text);
        Add(input.Provider.Trim(), NpgsqlDbType.Text);
        Add(input.Procedure.Trim().ToUpperInvariant(), NpgsqlDbType.Text);
        Add(input.Step.Trim(), NpgsqlDbType.Text);
        Add(input.Department.Trim(), NpgsqlDbType.Text);
        Add(input.OwnerId, NpgsqlDbType.Uuid);
        Add(input.Change.Trim(), NpgsqlDbType.Text);
        Add(input.Evidence.Trim(), NpgsqlDbType.Text);
        Add(input.Training.Trim(), NpgsqlDbType.Text);
        Add(JsonSerializer.Serialize(checklist.Where(c => c.Text.Length > 0), HeldAction.Json), NpgsqlDbType.Text);
        Add(input.DueOn, NpgsqlDbType.Date);
        Add(input.RemindEvery, NpgsqlDbType.Text);
        Add(input.RemindEvery == "never" ? null : input.RemindOn, NpgsqlDbType.Date);
        Add(input.RemindText.Trim(), NpgsqlDbType.Text);
    }

    /// <summary>The alert is acted on, and its days of service are what the baseline leaves out later.</summary>
    private static async Task<Refusal?> LinkAlertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practice, long alert, long action, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update alert set state = 'acting', action_id = $3, version = version + 1 where practice_id = $1 and alert_id = $2 and ended_on is null and state = 'open' returning since, judged_through", connection, transaction)
        {
            Parameters = { new() { Value = practice }, new() { Value = alert }, new() { Value = action } },
        };
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return new("alert_changed", "This alert was decided on or ended meanwhile. Load the alerts again; nothing was saved."); }
        }

        // Index denial_month; the middle four fifths, so that one stray old claim does not take months away.
        await using var days = new NpgsqlCommand(
            """
            update prevention_action t set alarm_from = x.from_day, alarm_to = x.to_day from (
                select percentile_disc(0.1) within group (order by d.service_from) as from_day, percentile_disc(0.9) within group (order by d.service_from) as to_day
                from alert a join denial d on d.practice_id = a.practice_id and d.denied_on between a.since and a.judged_through and (a.payer_id is null or d.payer_id in (select payer_id from payer where coalesce(merged_into, payer_id) = a.payer_id))
                    and case when a.carc <> '' then d.lead_carc = a.carc else d.category = a.category end
                where a.practice_id = $1 and a.alert_id = $2) x
            where t.practice_id = $1 and t.action_id = $3
            """, connection, transaction)
        {
            Parameters = { new() { Value = practice }, new() { Value = alert }, new() { Value = action } },
        };
        await days.ExecuteNonQueryAsync(cancellation);
        return null;
    }

    private static async Task EvidenceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, long action, CancellationToken cancellation)
    {
        // Index denial_month, newest first.
        await using var command = new NpgsqlCommand(
            """
            insert into prevention_evidence (practice_id, action_id, denial_id)
            select d.practice_id, $2, d.denial_id from denial d
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
            where d.practice_id = $1 and ($3::int is null or d.payer_id in (select payer_id from payer where coalesce(merged_into, payer_id) = $3)) and case when $5 <> '' then d.lead_carc = $5 else d.category = $4 end
              and ($6 = '' or a.rendering_npi = $6) and ($7 = '' or left(d.procedure_codes, 3) = $7) and d.outcome is distinct from 'not_a_denial'
            order by d.denied_on desc, d.denial_id desc limit $8
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = action }, new() { Value = (object?)input.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = input.Category },
                new() { Value = input.Carc.Trim().ToUpperInvariant() }, new() { Value = input.Provider.Trim() }, new() { Value = input.Procedure.Trim().ToUpperInvariant() }, new() { Value = Examples },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
