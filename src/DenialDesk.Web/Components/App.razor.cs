using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace DenialDesk.Web.Components;

/// <summary>The document around every page. Pages that show patients run without prerendering: their content only ever travels over the signed-in circuit.</summary>
public partial class App
{
    private static readonly InteractiveServerRenderMode Live = new(prerender: false);

    private HttpContext Context => Http.HttpContext ?? throw new InvalidOperationException("The document is rendered on a request.");

    private string Theme => Context.Request.Cookies["theme"] is "dark" ? "dark" : Context.Request.Cookies["theme"] is "light" ? "light" : "auto";

    /// <summary>Scripts that post (upload, sign-out, theme) send it along.</summary>
    private string Token => Forms.GetAndStoreTokens(Context).RequestToken ?? "";

    /// <summary>Sign-in and error pages are plain HTML; everything else is live.</summary>
    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() ? Live : null;
}
