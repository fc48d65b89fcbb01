using DenialDesk.App.People;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Tests.Templates;

public sealed class SaveTemplateTests(SaveTemplateTests.Desk desk) : IClassFixture<SaveTemplateTests.Desk>
{
    private static readonly Actor Admin = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    [Fact]
    public async Task A_letter_is_drafted_published_and_kept_as_it_was()
    {
        var save = desk.Get<SaveTemplate>();
        var input = new SaveTemplate.Input { Version = 0, Name = "Our own", Scope = new(null, DenialCategory.Cob, WindowAction.Appeal1), Subject = "{{level}}", Body = "Dear {{payer_name}}" };
        Assert.Equal("field_unknown", (await save.Run(input with { Body = "Dear {{payer}}" }, Admin, Stop)).Refusal?.Code);

        var (id, _) = await save.Run(input, Admin, Stop);
        var act = new PublishTemplate.Input { TemplateId = id!.Value, Version = 1, Act = PublishTemplate.Act.Publish };
        Assert.Null(await desk.Get<PublishTemplate>().Run(act, Admin, Stop));
        Assert.Equal("template_changed", (await desk.Get<PublishTemplate>().Run(act, Admin, Stop))?.Code);
        Assert.Equal("no_draft", (await desk.Get<PublishTemplate>().Run(act with { Version = 2 }, Admin, Stop))?.Code);
        Assert.Null((await save.Run(input with { TemplateId = id, Version = 2, Body = "Dear all" }, Admin, Stop)).Refusal);

        var view = await desk.Get<SeeTemplate>().Run(id.Value, Admin, Stop);
        Assert.Equal([(2, true, "Dear all"), (1, false, "Dear {{payer_name}}")], view!.Texts.Select(t => (t.No, t.Draft, t.Body)));
        await Assert.ThrowsAsync<PostgresException>(() => desk.ScalarAsync("update letter_version set body = 'x' where template_id = $1 and version_no = 1", id.Value));
        Assert.Contains(await desk.Get<ListTemplates>().Run(new() { Category = "cob" }, Admin, Stop), t => t is { Name: "Our own", Published: 1, Draft: true });
    }

    [Fact]
    public async Task The_templates_a_desk_starts_with_use_known_fields_only()
    {
        var list = await desk.Get<ListTemplates>().Run(new(), Admin, Stop);

        Assert.True(list.Count >= 8);
        foreach (var row in list.Where(t => t.By == "DenialDesk"))
        {
            var text = (await desk.Get<SeeTemplate>().Run(row.TemplateId, Admin, Stop))!.Texts.Single();
            Assert.Null(LetterMerge.Check(text.Subject) ?? LetterMerge.Check(text.Body));
            Assert.Empty(LetterMerge.Merge(text.Body, LetterFields.Example).Missing);
        }
    }
}
