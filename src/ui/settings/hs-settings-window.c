/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings. Each change is kept at once; what needs a new start says so. */
#define G_LOG_DOMAIN "hoso"

#include "settings/hs-settings-window.h"

#include "app/hs-portal-title.h"
#include "app/hs-sentences.h"
#include "base/hs-text.h"
#include "widgets/hs-protection.h"

#include <glib/gi18n.h>

struct _HsSettingsWindow
{
  AdwPreferencesWindow parent_instance;
  HsAppContext *context; /* (owned) (nullable) until new() has filled the rows */

  AdwComboRow *language_row;
  AdwComboRow *style_row;
  AdwComboRow *size_row;
  GtkSwitch *eager_switch;
  AdwEntryRow *portal_row;
  GtkLabel *portal_note;
  AdwActionRow *protection_row;
  GtkImage *protection_icon;
};

G_DEFINE_FINAL_TYPE (HsSettingsWindow, hs_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

static const char *const languages[] = { "vi", "en" };
static const char *const styles[] = { "system", "light", "dark" };
static const double sizes[] = { 1.0, 1.25, 1.5, 1.75, 2.0 };

static GSettings *
get_settings (HsSettingsWindow *self)
{
  return hs_app_context_get_settings (self->context);
}

static guint
find_choice (const char *const *choices, guint n, GSettings *settings, const char *key)
{
  g_autofree char *value = g_settings_get_string (settings, key);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (choices[i], value))
      return i;
  return 0;
}

static void
set_choice (HsSettingsWindow *self, AdwComboRow *row, const char *const *choices, guint n,
            const char *key)
{
  guint selected = adw_combo_row_get_selected (row);

  if (self->context != NULL && selected < n)
    g_settings_set_string (get_settings (self), key, choices[selected]);
}

static void
language_cb (HsSettingsWindow *self)
{
  set_choice (self, self->language_row, languages, G_N_ELEMENTS (languages), "language");
}

static void
style_cb (HsSettingsWindow *self)
{
  set_choice (self, self->style_row, styles, G_N_ELEMENTS (styles), "style");
}

static void
size_cb (HsSettingsWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->size_row);

  if (self->context != NULL && selected < G_N_ELEMENTS (sizes))
    g_settings_set_double (get_settings (self), "font-scale", sizes[selected]);
}

const char *
hs_settings_check_portal_url (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme, *host;

  if (hs_text_is_blank (text))
    return NULL;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (hs_text_is_blank (host) || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return _ ("Enter an address like https://portal.example.vn");
  if (g_str_equal (scheme, "https"))
    return NULL;
  if (g_str_equal (scheme, "http") &&
      (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1")))
    return NULL;
  return _ ("The address must begin with https://, so that nobody can read along");
}

static void
show_portal_note (HsSettingsWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->portal_row));
  const char *problem = hs_settings_check_portal_url (text);
  g_autofree char *portal = hs_portal_title (text);
  g_autofree char *note = NULL;

  if (g_getenv ("HOSO_PORTAL_URL") != NULL)
    note = hs_sentences (portal,
                         _ ("The program was started with an address of its own; it is used now "
                            "instead of this one."),
                         NULL);
  else
    note = hs_sentences (portal, _ ("Takes effect at the next start."), NULL);
  gtk_label_set_label (self->portal_note, problem != NULL ? problem : note);
  if (problem != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->portal_row), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->portal_note), "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->portal_row), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->portal_note), "error");
    }
}

static void
portal_changed_cb (HsSettingsWindow *self)
{
  show_portal_note (self);
}

static void
portal_apply_cb (HsSettingsWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->portal_row));

  if (self->context != NULL && hs_settings_check_portal_url (text) == NULL)
    g_settings_set_string (get_settings (self), "portal-url", text);
}

static void
show_protection (HsSettingsWindow *self)
{
  HsStore *store = hs_app_context_get_store (self->context);
  g_autofree char *text = NULL;
  gboolean keyring;

  if (store == NULL)
    return;
  keyring = hs_store_get_protection (store) == HS_PROTECTION_SECRET_SERVICE;
  text = hs_protection_text (store);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->protection_row),
                                 keyring ? _ ("Protected by your keyring")
                                         : _ ("Protected by your files' permissions only"));
  adw_action_row_set_subtitle (self->protection_row, text);
  gtk_image_set_from_icon_name (self->protection_icon,
                                keyring ? "channel-secure-symbolic" : "dialog-warning-symbolic");
}

static void
fill (HsSettingsWindow *self, HsAppContext *context)
{
  GSettings *settings = hs_app_context_get_settings (context);
  g_autofree char *url = g_settings_get_string (settings, "portal-url");
  double scale = g_settings_get_double (settings, "font-scale");

  adw_combo_row_set_selected (
    self->language_row, find_choice (languages, G_N_ELEMENTS (languages), settings, "language"));
  adw_combo_row_set_selected (self->style_row,
                              find_choice (styles, G_N_ELEMENTS (styles), settings, "style"));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (scale >= sizes[i] - 0.01)
      adw_combo_row_set_selected (self->size_row, i);
  g_settings_bind (settings, "errors-on-leaving", self->eager_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  gtk_editable_set_text (GTK_EDITABLE (self->portal_row), url);
  self->context = g_object_ref (context); /* from here on a change is the citizen's */
  show_portal_note (self);
  show_protection (self);
}

static void
hs_settings_window_finalize (GObject *object)
{
  g_clear_object (&HS_SETTINGS_WINDOW (object)->context);
  G_OBJECT_CLASS (hs_settings_window_parent_class)->finalize (object);
}

static void
hs_settings_window_class_init (HsSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_settings_window_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/settings/hs-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, language_row);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, style_row);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, size_row);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, eager_switch);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, portal_row);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, portal_note);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, protection_row);
  gtk_widget_class_bind_template_child (widget_class, HsSettingsWindow, protection_icon);
  gtk_widget_class_bind_template_callback (widget_class, language_cb);
  gtk_widget_class_bind_template_callback (widget_class, style_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_cb);
  gtk_widget_class_bind_template_callback (widget_class, portal_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, portal_apply_cb);
}

static void
hs_settings_window_init (HsSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HsSettingsWindow *
hs_settings_window_new (GtkWindow *parent, HsAppContext *context)
{
  HsSettingsWindow *self = g_object_new (HS_TYPE_SETTINGS_WINDOW, "transient-for", parent, NULL);

  fill (self, context);
  return self;
}
