# SPDX-License-Identifier: GPL-3.0-or-later
# lacuna_translations(TARGET): compiles each resources/translations/lacuna_*.ts into TARGET as :/lacuna/translations, and
# Qt's own words for each of these languages with it, so that the program needs no file beside it. Needs Qt6 Core.
function(lacuna_translations target)
  set(tools "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS}" /usr/lib/qt6/bin)
  # Without the usual places: a plain lrelease there may be another Qt's.
  find_program(LACUNA_LRELEASE NAMES lrelease lrelease6 HINTS ${tools} NO_DEFAULT_PATH)
  if(NOT LACUNA_LRELEASE)
    message(FATAL_ERROR "Qt's lrelease is in none of ${tools}: install qt6-l10n-tools, or set LACUNA_LRELEASE")
  endif()
  find_path(LACUNA_QT_TRANSLATIONS qtbase_de.qm HINTS "${QT6_INSTALL_PREFIX}/${QT6_INSTALL_TRANSLATIONS}" /usr/share/qt6/translations NO_DEFAULT_PATH)
  if(NOT LACUNA_QT_TRANSLATIONS)
    message(FATAL_ERROR "Qt's own translations (qtbase_de.qm) are not here: install qt6-translations-l10n, or set LACUNA_QT_TRANSLATIONS")
  endif()

  set(folder "${CMAKE_BINARY_DIR}/translations")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/resources/translations/lacuna_*.ts")
  set(entries "")
  set(catalogues "")
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    string(REGEX REPLACE "^lacuna_" "" language ${name})
    # What is unfinished shows in English, as the source has it.
    add_custom_command(OUTPUT "${folder}/${name}.qm" DEPENDS ${source}
                       COMMAND ${LACUNA_LRELEASE} -silent -nounfinished ${source} -qm "${folder}/${name}.qm" VERBATIM)
    list(APPEND catalogues "${folder}/${name}.qm")
    string(APPEND entries "    <file>${name}.qm</file>\n")
    if(EXISTS "${LACUNA_QT_TRANSLATIONS}/qtbase_${language}.qm")
      configure_file("${LACUNA_QT_TRANSLATIONS}/qtbase_${language}.qm" "${folder}/qtbase_${language}.qm" COPYONLY)
      list(APPEND catalogues "${folder}/qtbase_${language}.qm")
      string(APPEND entries "    <file>qtbase_${language}.qm</file>\n")
    endif()
  endforeach()
  file(CONFIGURE OUTPUT "${folder}/translations.qrc" CONTENT
"<!DOCTYPE RCC>
<RCC version=\"1.0\">
  <qresource prefix=\"/lacuna/translations\">
${entries}  </qresource>
</RCC>
")
  add_custom_command(OUTPUT "${folder}/qrc_translations.cpp" DEPENDS ${catalogues} "${folder}/translations.qrc"
                     COMMAND Qt6::rcc --name lacuna_translations "${folder}/translations.qrc" -o "${folder}/qrc_translations.cpp" VERBATIM)
  set_source_files_properties("${folder}/qrc_translations.cpp" PROPERTIES SKIP_AUTOGEN ON SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE "${folder}/qrc_translations.cpp")
endfunction()
