using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Templates;

/// <summary>Publishes a template's draft, or retires the template or brings it back. Published texts are never changed again.</summary>
public sealed class PublishTemplate(DeskSource database, TimeProvider clock)
{
    /// <summary>What to do.</summary>
    public enum Act
    {
        /// <summary>The draft becomes the text that is used.</summary>
        Publish,

        /// <summary>The draft is dropped.</summary>
        DropDraft,

        /// <summary>The template is offered no more.</summary>
        Retire,

        /// <summary>The template is offered again.</summary>
        BringBack,
    }

    /// <summary>Which template, and what.</summary>
    public sealed record Input
    {
        public required int TemplateId { get; init; }

        /// <summary>The version on the page.</summary>
        public required int Version { get; init; }

        public required Act Act { get; init; }
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var hold = new NpgsqlCommand("update letter_template set version = version + 1, retired_at = case when $3 = 'Retire' then $4 when $3 = 'BringBack' then null else retired_at end where template_id = $1 and version = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.TemplateId }, new() { Value = input.Version }, new() { Value = input.Act.ToString() }, new() { Value = now } },
        })
        {
            if (await hold.ExecuteNonQueryAsync(cancellation) == 0) { return new("template_changed", "Somebody changed this template while you had it open. Load the page again; nothing was saved."); }
        }

        if (!await TextAsync(connection, transaction, input, actor, now, cancellation)) { return new("no_draft", "There is no draft: what was published is what is used."); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(ActionOf(input.Act), "letter", input.TemplateId.ToString(CultureInfo.InvariantCulture)));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static string ActionOf(Act act) => act switch { Act.Publish => "letter.published", Act.DropDraft => "letter.draft_dropped", Act.Retire => "letter.retired", _ => "letter.brought_back" };

    /// <summary>Changes the draft; false when there is none to change. A template that was never published keeps its only text.</summary>
    private static async Task<bool> TextAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (input.Act is Act.Retire or Act.BringBack) { return true; }

        await using var command = input.Act == Act.Publish
            ? new NpgsqlCommand("update letter_version set state = 'published', at = $2, by_name = $3 where template_id = $1 and state = 'draft'", connection, transaction)
            {
                Parameters = { new() { Value = input.TemplateId }, new() { Value = now }, new() { Value = actor.Name } },
            }
            : new NpgsqlCommand("delete from letter_version where template_id = $1 and state = 'draft' and version_no > 1", connection, transaction)
            {
                Parameters = { new() { Value = input.TemplateId } },
            };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
