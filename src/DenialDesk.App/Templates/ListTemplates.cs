using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Templates;

/// <summary>One template in the list.</summary>
/// <param name="Published">The newest published version; null while there is only a draft.</param>
/// <param name="Draft">True when changes wait to be published.</param>
public sealed record TemplateRow(int TemplateId, string Name, int? PayerId, string? Payer, string? Category, string? Level, int? Published, bool Draft, DateTimeOffset ChangedAt, string By, bool Retired)
{
    /// <summary>What it is for.</summary>
    public LetterScope Scope => new(PayerId, CodeNames.TryRead<DenialCategory>(Category), CodeNames.TryRead<WindowAction>(Level));
}

/// <summary>The letter templates, by name; a few dozen rows.</summary>
public sealed class ListTemplates(DeskSource database)
{
    /// <summary>What the list is narrowed to.</summary>
    public sealed record Input
    {
        public int? Payer { get; init; }

        public string? Category { get; init; }

        public string? Level { get; init; }

        /// <summary>True: also those that are no more.</summary>
        public bool Retired { get; init; }

        /// <summary>Rows at most.</summary>
        public int Take { get; init; } = 500;
    }

    /// <summary>The list.</summary>
    public async Task<IReadOnlyList<TemplateRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        // Small tables, by primary key.
        await using var command = database.CreateCommand(
            """
            select t.template_id, t.name, p.payer_id, p.name, t.category, t.level,
                   (select max(v.version_no) from letter_version v where v.template_id = t.template_id and v.state = 'published'),
                   n.state = 'draft', n.at, n.by_name, t.retired_at is not null
            from letter_template t
            left join payer o on o.payer_id = t.payer_id left join payer p on p.payer_id = coalesce(o.merged_into, o.payer_id)
            join lateral (select v.state, v.at, v.by_name from letter_version v where v.template_id = t.template_id order by v.version_no desc limit 1) n on true
            where ($1::int is null or p.payer_id = $1) and ($2::text is null or t.category = $2) and ($3::text is null or t.level = $3) and ($4 or t.retired_at is null)
            order by t.name, t.template_id limit $5
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(Blank(input.Category), NpgsqlDbType.Text);
        Add(Blank(input.Level), NpgsqlDbType.Text);
        Add(input.Retired, NpgsqlDbType.Boolean);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<TemplateRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        string? Cell(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt32(2), Cell(3), Cell(4), Cell(5), r.IsDBNull(6) ? null : r.GetInt32(6), r.GetBoolean(7),
                r.GetFieldValue<DateTimeOffset>(8), r.GetString(9), r.GetBoolean(10)));
        }

        return found;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
