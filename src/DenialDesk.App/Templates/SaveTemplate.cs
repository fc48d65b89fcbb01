using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Templates;

/// <summary>Makes a template or changes its draft, what it is called and what it is for. What was published stays as it was.</summary>
public sealed class SaveTemplate(DeskSource database, TimeProvider clock)
{
    /// <summary>The template as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>Which; null makes one.</summary>
        public int? TemplateId { get; init; }

        /// <summary>The version on the page; 0 for a new one.</summary>
        public required int Version { get; init; }

        /// <summary>What people call it.</summary>
        public required string Name { get; init; }

        /// <summary>What it is for.</summary>
        public required LetterScope Scope { get; init; }

        /// <summary>The subject, with merge fields.</summary>
        public required string Subject { get; init; }

        /// <summary>The text, with merge fields.</summary>
        public required string Body { get; init; }

        /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
        public Refusal? Check()
        {
            if (Name.Trim().Length is 0 or > 100) { return new("template_name", "Give the template a name of at most 100 letters."); }

            if (Subject.Trim().Length is 0 or > 300) { return new("template_subject", "Give the letter a subject of at most 300 letters."); }

            if (Body.Trim().Length is 0 or > 20_000) { return new("template_body", "The letter needs a text of at most 20,000 letters."); }

            return LetterMerge.Check(Subject) ?? LetterMerge.Check(Body);
        }
    }

    /// <summary>The template's id, or why not.</summary>
    public async Task<(int? TemplateId, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        if (input.Check() is { } wrong) { return (null, wrong); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await KeepAsync(connection, transaction, input, cancellation) is not { } id)
        {
            return (null, new("template_changed", "Somebody changed this template while you had it open. Load the page again; nothing was saved."));
        }

        await DraftAsync(connection, transaction, id, input, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                input.TemplateId is null ? "letter.added" : "letter.drafted", "letter", id.ToString(CultureInfo.InvariantCulture), null, null,
                new { input.Name, input.Scope.PayerId, Category = input.Scope.Category?.Text(), Level = input.Scope.Level?.Text(), input.Subject, input.Body }));
        await transaction.CommitAsync(cancellation);
        return (id, null);
    }

    private static async Task<int?> KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            input.TemplateId is null
                ? "insert into letter_template (name, payer_id, category, level) values ($3, $4, $5, $6) returning template_id"
                : "update letter_template set name = $3, payer_id = $4, category = $5, level = $6, version = version + 1 where template_id = $1 and version = $2 returning template_id",
            connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(input.TemplateId, NpgsqlDbType.Integer);
        Add(input.Version, NpgsqlDbType.Integer);
        Add(input.Name.Trim(), NpgsqlDbType.Text);
        Add(input.Scope.PayerId, NpgsqlDbType.Integer);
        Add(input.Scope.Category?.Text(), NpgsqlDbType.Text);
        Add(input.Scope.Level?.Text(), NpgsqlDbType.Text);
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task DraftAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int id, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into letter_version (template_id, version_no, state, subject, body, at, by_name)
            select $1, coalesce(max(version_no), 0) + 1, 'draft', $2, $3, $4, $5 from letter_version where template_id = $1
            on conflict (template_id) where state = 'draft' do update set subject = excluded.subject, body = excluded.body, at = excluded.at, by_name = excluded.by_name
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = input.Subject.Trim() }, new() { Value = input.Body.ReplaceLineEndings("\n").Trim() }, new() { Value = now }, new() { Value = actor.Name },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
