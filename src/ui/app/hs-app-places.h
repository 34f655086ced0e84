/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The settings, wherever the schema is: system folders, the installation's prefix, or beside the build.
 * NULL with G_IO_ERROR_NOT_FOUND when the schema is nowhere. */
GSettings *hs_app_places_open_settings (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets the language of the process from the setting ("vi", "en"; anything else: Vietnamese) and binds the
 * message catalogue. settings is nullable. Before GTK is started, as it changes the environment. */
void hs_app_places_set_language (GSettings *settings);

G_END_DECLS
