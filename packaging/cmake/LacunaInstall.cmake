# SPDX-License-Identifier: GPL-3.0-or-later
# The installed tree, and links that give the build tree the same shape: the program looks for the model in
# <folder of the program>/../share/lacuna/model and for the engine in <folder of the program>/../lib, then ../lib/lacuna:
# installed it lies in a folder of its own, where the LibTorch of a package lies beside it.
install(TARGETS lacuna RUNTIME DESTINATION bin)
set_target_properties(lacuna_engine PROPERTIES INSTALL_RPATH "$ORIGIN")
install(TARGETS lacuna_engine LIBRARY DESTINATION lib/lacuna)
if(LACUNA_CUDA)
  install(TARGETS lacuna_cuda LIBRARY DESTINATION lib/lacuna)
endif()
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/share/lacuna")
foreach(folder model models configs samples)
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/resources/${folder}" "${CMAKE_BINARY_DIR}/share/lacuna/${folder}" SYMBOLIC)
  install(DIRECTORY resources/${folder} DESTINATION share/lacuna OPTIONAL)
endforeach()

# The man page and the shells' completions are written by the program itself, from its own command line.
set(pages "${CMAKE_BINARY_DIR}/pages")
install(CODE "file(MAKE_DIRECTORY \"${pages}\")
foreach(page man:lacuna.1 bash:lacuna zsh:_lacuna fish:lacuna.fish)
  string(REGEX MATCH \"^[a-z]+\" kind \"\${page}\")
  string(REGEX REPLACE \"^[a-z]+:\" \"\" name \"\${page}\")
  execute_process(COMMAND \"$<TARGET_FILE:lacuna>\" help-table \${kind} OUTPUT_FILE \"${pages}/\${name}\" COMMAND_ERROR_IS_FATAL ANY)
endforeach()")
install(FILES "${pages}/lacuna.1" DESTINATION share/man/man1)
install(FILES "${pages}/lacuna" DESTINATION share/bash-completion/completions)
install(FILES "${pages}/_lacuna" DESTINATION share/zsh/site-functions)
install(FILES "${pages}/lacuna.fish" DESTINATION share/fish/vendor_completions.d)

set(application org.lacuna.Lacuna)
install(FILES packaging/desktop/${application}.desktop DESTINATION share/applications)
install(FILES packaging/desktop/${application}.metainfo.xml DESTINATION share/metainfo)
install(FILES packaging/desktop/${application}.svg DESTINATION share/icons/hicolor/scalable/apps)
install(FILES packaging/desktop/${application}.xml DESTINATION share/mime/packages)
install(FILES LICENSE NOTICE README.md CHANGELOG.md resources/fonts/OFL-EBGaramond.txt resources/fonts/OFL-Inter.txt
        DESTINATION share/doc/lacuna)
