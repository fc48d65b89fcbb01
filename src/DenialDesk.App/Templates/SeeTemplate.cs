using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Templates;

/// <summary>One text of a template.</summary>
/// <param name="Draft">Not published yet: may change.</param>
public sealed record TemplateText(int No, bool Draft, string Subject, string Body, DateTimeOffset At, string By);

/// <summary>A template with every text there was, the newest first.</summary>
/// <param name="Version">Grows with every change; guards against a lost one.</param>
public sealed record TemplateView(int TemplateId, string Name, int? PayerId, string? Category, string? Level, bool Retired, int Version, IReadOnlyList<TemplateText> Texts);

/// <summary>Reads one letter template whole.</summary>
public sealed class SeeTemplate(DeskSource database)
{
    /// <summary>The template; null when there is none.</summary>
    public async Task<TemplateView?> Run(int templateId, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        // By primary keys.
        await using var command = database.CreateCommand(
            """
            select t.name, coalesce(p.merged_into, t.payer_id), t.category, t.level, t.retired_at is not null, t.version, v.version_no, v.state = 'draft', v.subject, v.body, v.at, v.by_name
            from letter_template t left join payer p on p.payer_id = t.payer_id join letter_version v using (template_id) where t.template_id = $1 order by v.version_no desc
            """);
        command.Parameters.AddWithValue(templateId);
        TemplateView? view = null;
        var texts = new List<TemplateText>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            view ??= new(templateId, r.GetString(0), r.IsDBNull(1) ? null : r.GetInt32(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetBoolean(4), r.GetInt32(5), texts);
            texts.Add(new(r.GetInt32(6), r.GetBoolean(7), r.GetString(8), r.GetString(9), r.GetFieldValue<DateTimeOffset>(10), r.GetString(11)));
        }

        return view;
    }
}
