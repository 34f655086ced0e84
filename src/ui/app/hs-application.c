/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: single instance, keys, style and text size from the settings. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-application.h"

#include "app/hs-window.h"
#include "compat/hs-dialogs.h"
#include "settings/hs-settings-window.h"

#define RESOURCE_PATH "/io/github/hosoapp/HoSo"

struct _HsApplication
{
  AdwApplication parent_instance;
  GSettings *settings;   /* (owned) */
  HsAppContext *context; /* (owned) (nullable) from the first activation on */
  int xft_dpi;           /* the desktop's, 1024ths of a dot per inch; 0 not read yet */
};

G_DEFINE_FINAL_TYPE (HsApplication, hs_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.search", { "<Control>f", NULL } },
  { "win.new", { "<Control>n", NULL } },
  { "win.save", { "<Control>s", NULL } },
  { "win.show-help", { "F1", NULL } },
  { "win.show-shortcuts", { "<Control>question", NULL } },
  { "win.back", { "<Alt>Left", "Back", NULL } },
  { "win.go-home", { "<Alt>Home", NULL } },
  { "app.settings", { "<Control>comma", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

static GtkWindow *
get_window (HsApplication *self)
{
  return gtk_application_get_active_window (GTK_APPLICATION (self));
}

/* Quitting is closing the window: it writes what is not on disk yet. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (user_data));

  for (GList *l = windows; l != NULL; l = l->next)
    if (HS_IS_WINDOW (l->data))
      {
        gtk_window_close (l->data);
        return;
      }
  g_application_quit (G_APPLICATION (user_data));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_dialog_about (get_window (user_data));
}

static void
settings_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsApplication *self = user_data;

  if (self->context != NULL)
    gtk_window_present (GTK_WINDOW (hs_settings_window_new (get_window (self), self->context)));
}

static const GActionEntry app_actions[] = {
  { "quit", quit_action },
  { "about", about_action },
  { "settings", settings_action },
};

static void
apply_text_size (HsApplication *self)
{
  GtkSettings *gtk_settings = gtk_settings_get_default ();
  double scale = g_settings_get_double (self->settings, "font-scale");

  if (gtk_settings == NULL)
    return;
  if (self->xft_dpi == 0)
    g_object_get (gtk_settings, "gtk-xft-dpi", &self->xft_dpi, NULL);
  if (self->xft_dpi > 0)
    g_object_set (gtk_settings, "gtk-xft-dpi", (int) (self->xft_dpi * scale), NULL);
}

static void
apply_style (HsApplication *self)
{
  g_autofree char *style = g_settings_get_string (self->settings, "style");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (style, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (style, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
hs_application_startup (GApplication *application)
{
  HsApplication *self = HS_APPLICATION (application);

  G_APPLICATION_CLASS (hs_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), app_actions, G_N_ELEMENTS (app_actions),
                                   self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  gtk_window_set_default_icon_name (HS_APP_ID);
  apply_style (self);
  apply_text_size (self);
  g_signal_connect_object (self->settings, "changed::style", G_CALLBACK (apply_style), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::font-scale", G_CALLBACK (apply_text_size),
                           self, G_CONNECT_SWAPPED);
}

static void
hs_application_activate (GApplication *application)
{
  HsApplication *self = HS_APPLICATION (application);
  GtkWindow *window = get_window (self);

  if (window == NULL)
    {
      if (self->context == NULL)
        self->context = hs_app_context_new (self->settings);
      window = GTK_WINDOW (hs_window_new (GTK_APPLICATION (self), self->context));
    }
  gtk_window_present (window);
}

static void
hs_application_shutdown (GApplication *application)
{
  g_clear_object (&HS_APPLICATION (application)->context);
  G_APPLICATION_CLASS (hs_application_parent_class)->shutdown (application);
}

static void
hs_application_dispose (GObject *object)
{
  HsApplication *self = HS_APPLICATION (object);

  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hs_application_parent_class)->dispose (object);
}

static void
hs_application_class_init (HsApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = hs_application_startup;
  G_APPLICATION_CLASS (klass)->activate = hs_application_activate;
  G_APPLICATION_CLASS (klass)->shutdown = hs_application_shutdown;
}

static void
hs_application_init (HsApplication *self)
{
}

HsApplication *
hs_application_new (GSettings *settings)
{
  HsApplication *self =
    g_object_new (HS_TYPE_APPLICATION, "application-id", HS_APP_ID, "resource-base-path",
                  RESOURCE_PATH, "flags", G_APPLICATION_DEFAULT_FLAGS, NULL);

  self->settings = g_object_ref (settings);
  return self;
}
